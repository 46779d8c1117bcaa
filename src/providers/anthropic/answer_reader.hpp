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
#include "providers/anthropic/token_counts.hpp"
#include "providers/claude/answer_block.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::anthropic {

/// More blocks than are ever open at once; what lies beyond is an attack on memory.
inline constexpr std::size_t open_blocks_max = 64;
/// A reason to stop in bytes; a longer text is no word and is not passed on.
inline constexpr std::size_t stop_reason_bytes_max = 64;

/// What an event adds a piece of text to.
struct TextPlace {
    enum class Kind : std::uint8_t { text, json, thinking };
    std::int64_t block = 0;  // the provider's number of it
    Kind kind = Kind::text;
};

/// A piece of text, and where it belongs.
struct TextDelta {
    TextPlace place;
    json::Value text;  // a string
};

/// The only news of an event that adds a piece of text to a block; nullopt for every other event.
std::optional<TextDelta> read_text_delta(json::Value event);

/// A value: copy it to try two continuations. After an error it says nothing more.
class AnswerReader {
  public:
    /// `credential`: what no failure may quote. It outlives the reader.
    explicit AnswerReader(std::string_view credential = {}) : credential_(credential) {}

    /// An event of a stream that is no TextDelta. Events, blocks and deltas of a kind that nobody knows yet are passed over.
    void read_event(json::Value event, openai::EventSink& sink);
    /// One that is.
    void add_text(const TextPlace& place, std::string_view escaped, openai::EventSink& sink);
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
    using Block = claude::AnswerBlock;

    void start(json::Value message, openai::EventSink& sink);
    void open(json::Value block, std::int64_t index, openai::EventSink& sink);
    void add_signature(Block& block, json::Value delta);
    void open_call(Block& block, json::Value content, openai::EventSink& sink);
    void note_stop(json::Value holder, openai::EventSink& sink);
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
    TokenCounts counts_;
};

}  // namespace parley::providers::anthropic
