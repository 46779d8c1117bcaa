// client_exchange.hpp: one request to an upstream and its answer.
//
// The connection goes back to the pool only after an answer that was read to its proper end and that left nothing behind;
// an exchange that is destroyed earlier, for whatever reason, destroys its connection with it, which is how a caller's
// hang-up reaches the upstream.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/body_decoder.hpp"
#include "http/connection_pool.hpp"
#include "http/loop.hpp"
#include "http/response_head.hpp"

namespace parley::http {

class ClientExchange {
  public:
    struct Deadlines {
        Duration connect;     // name, TCP and TLS together, for each connection that is tried
        Deadline first_byte;  // of the response head, whole; the request must be sent by then
    };

    /// The pool and the signal outlive the exchange, the limits outlive request(): a finished stream's tail may be read after a
    /// reload has dropped the configuration that they came from. `stop` may be null. Limits::body_bytes_max does not apply
    /// here: a stream may be as long as it likes, since nobody keeps it.
    ClientExchange(ConnectionPool& pool, const Limits& limits, StopSignal* stop);
    ~ClientExchange();
    ClientExchange(const ClientExchange&) = delete;
    ClientExchange& operator=(const ClientExchange&) = delete;

    /// Sends a request, given as pieces of bytes that stay where they are until this returns, as the origin does, and reads the head of the
    /// final response. A pooled connection that turns out to be stale before any byte came back is replaced by a new one,
    /// once: nothing was answered, so this is no retry.
    /// Errors: upstream_unavailable, upstream_timeout, upstream_error (not HTTP as we accept it).
    Task<Result<void>> request(const Origin& origin, std::span<const std::string_view> pieces, Deadlines deadlines);

    /// Valid until the next suspension: what must last is copied out at once.
    const ResponseHead& head() const { return head_; }
    /// Gives the head's memory back while a long answer is running.
    void release_head() { head_ = ResponseHead{}; }

    enum class Step : std::uint8_t {
        slice,       // `slice` holds the next bytes of the body, valid until the next suspension
        need_input,  // co_await more(), then go on
        complete,    // the body has ended properly
        truncated,   // the peer closed too early, or broke the framing
        timed_out,
        stopped,
    };

    /// The next piece of the body out of what has been received. Never waits.
    Step next(std::string_view& slice);

    /// Something was received that next() has not consumed, or the body is complete already.
    bool has_input() const { return !input_.empty() || decoder_.done(); }

    /// Waits for more input, at most `bytes_max` of it. need_input: go on with next(); anything else is the end.
    Task<Step> more(Deadline deadline, std::size_t bytes_max = Loop::receive_bytes);

    /// The whole body as one view, which lies in the thread's buffer when it came in one piece. Errors as Step has them,
    /// and upstream_error when there are more than `bytes_max`.
    Task<Result<std::string_view>> read_all(std::size_t bytes_max, Deadline deadline);

    bool complete() const { return complete_; }
    /// From now on nobody outside can stop it: for an exchange that outlives its request to read a last few bytes.
    void detach_from_stop() { stop_ = nullptr; }
    /// From now on this signal stops it, in the place of the other. Only while nobody waits.
    void stop_by(StopSignal& stop) { stop_ = &stop; }
    /// Its answer is being heard: what still comes waits behind those who wait in silence (pollable.hpp).
    void goes_on();

  private:
    enum class Sent : std::uint8_t { all, failed, timed_out };
    class Outgoing;
    Task<Sent> send_rest(Outgoing& outgoing, IoResult blocked, Deadline deadline);
    Task<Result<bool>> read_head(Deadline deadline);

    // Small: thousands of streams wait for their next event with one of these each.
    ConnectionPool& pool_;
    const Limits* limits_;
    StopSignal* stop_;
    std::unique_ptr<ClientConnection> connection_;
    ResponseHead head_;
    BodyDecoder decoder_;
    std::string kept_;        // bytes that had to be kept across a suspension: part of a head, or of a body read whole
    std::string_view input_;  // received and not yet consumed
    bool complete_ = false;
    bool reusable_ = false;
};

}  // namespace parley::http
