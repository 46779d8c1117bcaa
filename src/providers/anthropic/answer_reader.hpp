// answer_reader.hpp: what Anthropic's messages and the events of its streams mean, as the house's events. The half of the decoder
// that knows fields; the other half (stream_decoder.hpp) knows bytes.
//
// An answer is a list of blocks. A stream opens a block, adds to it and closes it; a whole answer, and a stream that opens with
// blocks in it, has them ready. Both come down to the same three steps here, so that both tell the same.
// Source: Anthropic docs, "Streaming messages"; API reference, "Create a message".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/surrogate_joiner.hpp"
#include "providers/claude/thoughts.hpp"
#include "providers/anthropic/token_counts.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::anthropic {

/// More blocks than are ever open at once; what lies beyond is an attack on memory.
inline constexpr std::size_t open_blocks_max = 64;
/// A reason to stop in bytes; a longer text is no word and is not passed on.
inline constexpr std::size_t stop_reason_bytes_max = 64;

/// A value: copy it to try two continuations. After an error it says nothing more.
class AnswerReader {
  public:
    /// `credential`: what no failure may quote. It outlives the reader.
    explicit AnswerReader(std::string_view credential = {}) : credential_(credential) {}

    /// One event of a stream. Events, blocks and deltas of a kind that nobody knows yet are passed over.
    void read_event(json::Value event, openai::EventSink& sink);
    /// A whole message, to its end.
    void read_message(json::Value message, openai::EventSink& sink);
    /// Tokens that were counted outside of any event that counts.
    void read_usage(json::Value usage, openai::EventSink& sink);
    void fail(UpstreamFailure failure, openai::EventSink& sink);
    void fail(const Error& error, openai::EventSink& sink);

    bool complete() const { return state_ == State::finished; }
    bool failed() const { return state_ == State::failed; }

  private:
    enum class State : std::uint8_t { reading, finished, failed };
    struct Block {
        enum class Kind : std::uint8_t { text, call, form, thinking, other };
        std::int64_t index = 0;  // Anthropic's
        Kind kind = Kind::other;
        std::uint32_t call = 0;    // ours
        bool has_arguments = false;
        std::string input;         // call, form: that the block opened with, in JSON, for one that nothing is added to
        std::string thought;       // escaped, for the state
        std::string signature;     // escaped
        openai::SurrogateJoiner joiner;
    };

    void start(json::Value message, openai::EventSink& sink);
    void open(json::Value block, std::int64_t index, openai::EventSink& sink);
    void add(Block& block, json::Value delta, openai::EventSink& sink);
    void close(Block block, openai::EventSink& sink);
    void open_call(Block& block, json::Value content, openai::EventSink& sink);
    void say(Block& block, std::string_view escaped, openai::EventSink& sink);
    void tell(const Block& block, std::string_view joined, openai::EventSink& sink);
    void note_stop(json::Value holder, openai::EventSink& sink);
    void say_thoughts(openai::EventSink& sink);
    void finish(openai::EventSink& sink);
    Block* find(std::int64_t index);

    std::string_view credential_;
    State state_ = State::reading;
    bool started_ = false;
    std::string id_;           // of the message, escaped
    std::vector<Block> open_;  // in order
    std::uint32_t calls_ = 0;
    std::string stop_reason_;  // escaped
    claude::Thoughts thoughts_;
    bool has_new_thoughts_ = false;  // that were not said as state
    TokenCounts counts_;
};

/// "The provider's answer cannot be read": not JSON, or JSON of another shape.
UpstreamFailure malformed_answer();

}  // namespace parley::providers::anthropic
