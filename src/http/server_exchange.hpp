// server_exchange.hpp: one request and its answer, as a story sees them. Made by ServerConnection, one at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "http/request_head.hpp"
#include "http/waiter.hpp"

namespace parley::http {

class Loop;

/// A complete answer. Framing, `date` and `connection` are added by the connection; `fields` holds whole lines, each
/// ending in CRLF, whose values hold no control characters (append_field sees to that).
struct Response {
    int status = 200;
    std::string_view content_type = "application/json";  // a constant; empty for none
    std::string fields;
    std::string body;
    /// Set when the request was refused and its body not read: the connection closes after the answer.
    bool close = false;
};

/// Appends `name: value\r\n`. Control characters in the value, tabs apart, become spaces: an echoed value can never split a response.
void append_field(std::string& fields, std::string_view name, std::string_view value);

enum class BodyStatus : std::uint8_t {
    complete,
    too_large,    // over the cap: answer 413 and close
    bad_framing,  // answer 400 and close
    too_slow,     // under the minimum rate: answer 408 and close
    gone,         // the client left: nobody to answer
};

class ServerExchange {
  public:
    virtual ~ServerExchange() = default;

    virtual Loop& loop() = 0;
    virtual const RequestHead& head() const = 0;
    /// The peer's address, for logs.
    virtual std::string_view peer() const = 0;
    /// When the turn of the loop began in which the head was complete.
    virtual TimePoint started() const = 0;

    /// Requested when the client leaves or the server gives up draining. Pass it to every wait made for this exchange.
    virtual StopSignal& stop() = 0;

    /// Reads the whole body, at most `bytes_max` of it, answering `Expect: 100-continue` first if asked. Afterwards body()
    /// holds it until release_body() or the end of the exchange.
    virtual Task<BodyStatus> read_body(std::size_t bytes_max) = 0;
    virtual std::string_view body() const = 0;
    /// Gives the memory of head and body back while a long answer is still running. head() and body() are empty after it.
    virtual void release_body() = 0;

    /// A client that has not taken the answer by then is cut, however steadily it reads.
    virtual void answer_by(Deadline deadline) = 0;

    /// Sends one whole answer. False when the client is gone. At most one answer per exchange.
    virtual Task<bool> respond(Response response) = 0;
    /// The same with a body that lies elsewhere, and may be overwritten once this has returned or suspended.
    virtual Task<bool> respond_with(const Response& head, std::string_view body) = 0;

    /// Sends the head of a streamed answer together with the first `bytes` of its body, in one write. The body is chunked
    /// (HTTP/1.0: until close).
    virtual Task<bool> begin_stream(const Response& head, std::string_view bytes) = 0;
    /// Sends more of the body and returns when the kernel has taken all of it, so the client's pace is the producer's.
    /// False when the client is gone or took no byte for Limits::write_timeout.
    virtual Task<bool> write(std::string_view bytes) = 0;
    /// Ends a streamed body properly, with `bytes` as its last part. The same write carries both.
    virtual Task<bool> end_stream(std::string_view bytes) = 0;

    /// Ends the connection without ending the body, so that the client sees a truncation and never a clean end.
    enum class Cut : std::uint8_t { close, reset };
    virtual void cut(Cut how) = 0;

    /// Writes bytes as they are, head and framing included: for simulated upstreams that must misbehave. The connection
    /// closes when the handler returns. Not for anything else.
    virtual Task<bool> write_raw(std::string_view bytes) = 0;

    /// Whether an answer was begun.
    virtual bool answered() const = 0;
};

}  // namespace parley::http
