// answer_reader.hpp: what Converse's answers and the events of its streams mean, as the house's events. The half of the decoder that
// knows fields; the other half (stream_decoder.hpp) knows bytes.
//
// An answer is a list of blocks. A stream adds to them by their number, and opens none but calls of tools by an event of its own; a
// whole answer has them ready. Both come down to the same three steps here, so that both tell the same.
// Source: Amazon Bedrock API reference, "Converse", "ConverseStream", "ContentBlock".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "openai/events.hpp"
#include "providers/claude/answer_block.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::bedrock {

/// More blocks than are ever open at once; what lies beyond is an attack on memory.
inline constexpr std::size_t open_blocks_max = 64;
/// A reason to stop in bytes; a longer text is no word and is not passed on.
inline constexpr std::size_t stop_reason_bytes_max = 64;

/// What no failure may quote.
using Secrets = std::vector<std::string>;

/// A value: copy it to try two continuations. After an error it says nothing more.
class AnswerReader {
  public:
    /// `secrets` outlives the reader.
    explicit AnswerReader(const Secrets& secrets) : secrets_(&secrets) {}

    /// One event of a stream, by its name. Events and blocks of a kind that nobody knows yet are passed over.
    void read_event(std::string_view name, json::Value event, openai::EventSink& sink);
    /// A whole answer, to its end.
    void read_answer(json::Value answer, openai::EventSink& sink);
    /// The stream has ended: well if it has said why it stopped. Its tokens may have been left out.
    void end(openai::EventSink& sink);
    void fail(UpstreamFailure failure, openai::EventSink& sink);
    void fail(const Error& error, openai::EventSink& sink);

    bool complete() const { return state_ == State::finished; }
    bool failed() const { return state_ == State::failed; }

  private:
    enum class State : std::uint8_t { reading, stopped, finished, failed };  // stopped: only the count of tokens is due
    using Block = claude::AnswerBlock;

    void start(openai::EventSink& sink);
    Block* at(std::int64_t index, openai::EventSink& sink);
    void open_call(Block& block, json::Value call, openai::EventSink& sink);
    void add(Block& block, json::Value delta, openai::EventSink& sink);
    void add_thought(Block& block, json::Value thought, openai::EventSink& sink);
    void add_whole(json::Value content, std::int64_t index, openai::EventSink& sink);
    void close(std::int64_t index, openai::EventSink& sink);
    void stop(json::Value reason, openai::EventSink& sink);
    void count(json::Value usage, openai::EventSink& sink);
    void finish(openai::EventSink& sink);

    const Secrets* secrets_;
    State state_ = State::reading;
    bool started_ = false;
    bool counted_ = false;
    std::vector<Block> open_;  // in order
    std::uint32_t calls_ = 0;
    std::string stop_reason_;  // escaped
    claude::Thoughts thoughts_;
};

}  // namespace parley::providers::bedrock
