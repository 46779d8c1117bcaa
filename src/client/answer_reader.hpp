// answer_reader.hpp: the bytes of a gateway's answer, put together.
//
// Reads what the public API promises and no dialect's variations: those are the gateway's to smooth out. Pure: no socket,
// no clock.
#pragma once

#include <cstddef>
#include <string_view>

#include "client/answer.hpp"
#include "http/sse_reader.hpp"
#include "json/document.hpp"

namespace parley::client {

/// Text, reasoning and arguments of one answer together, in bytes. What would pass it is a failure.
inline constexpr std::size_t answer_bytes_max = 16 * 1024 * 1024;
/// Calls of one answer.
inline constexpr std::size_t tool_calls_max = 128;

/// The stream of one answer, from its first byte to its last.
class AnswerReader {
  public:
    /// Both outlive the reader; `answer` is filled in as bytes arrive.
    AnswerReader(Answer& answer, AnswerSink& sink) : answer_(answer), sink_(sink) {}

    /// Bytes as they arrive, in pieces of any size.
    void feed(std::string_view bytes);
    /// No more bytes will come: an answer that is not complete by now was cut off, which is a failure.
    void finish();
    /// Nothing that follows matters: the answer is complete, or failed.
    bool done() const { return complete_ || answer_.failure.has_value(); }

  private:
    void read_event(std::string_view data);
    void read_chunk(json::Value chunk);
    void read_delta(json::Value delta);
    void read_tool_call(json::Value call);
    std::string take_text(json::Value value);
    void fail(std::string_view message);

    Answer& answer_;
    AnswerSink& sink_;
    http::SseReader events_;
    json::Document document_;
    std::size_t bytes_ = 0;  // kept so far
    bool complete_ = false;
};

/// An answer that is no stream: the gateway's error body, whatever it looks like. `status` is that of the HTTP answer.
Failure read_failure(int status, std::string_view body);

}  // namespace parley::client
