// answer_reader.hpp: what Gemini's replies mean, as events. A whole answer and each event of a stream have the same form, so both
// are read here; stream_decoder.hpp knows bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/surrogate_joiner.hpp"
#include "providers/failure_class.hpp"
#include "providers/gemini/ending.hpp"
#include "providers/thought_signatures.hpp"

namespace parley::providers::gemini {

/// More calls than an answer has; what lies beyond is an attack on memory.
constexpr std::size_t function_calls_max = 256;
/// A word for why an answer ended, in bytes; a longer text is no word and is not passed on.
constexpr std::size_t native_reason_bytes_max = 64;

/// A value: copy it to try two continuations. After an error it says nothing more.
class AnswerReader {
  public:
    /// `credential`: what no failure may quote. It outlives the reader.
    explicit AnswerReader(std::string_view credential = {}) : credential_(credential) {}

    /// A reply, or a list of them, as a stream without events is.
    void read(json::Value root, openai::EventSink& sink);
    /// Usage outside of any reply that counts.
    void read_usage(json::Value metadata, openai::EventSink& sink);
    /// The answer is complete: says why it ended, in the words of the last reply that gave a reason.
    void end(openai::EventSink& sink);
    /// The answer is broken.
    void fail(const Error& error, openai::EventSink& sink);
    void fail(UpstreamFailure failure, openai::EventSink& sink);

    /// A reason was given: a body that ends now is whole.
    bool has_finish_reason() const { return !native_finish_.empty(); }
    /// Something was said that a caller would miss.
    bool has_content() const { return has_text_ || calls_ > 0; }
    /// An error was said: nothing follows.
    bool failed() const { return state_ == State::failed; }

  private:
    enum class State : std::uint8_t { reading, finished, failed };

    void read_reply(json::Value reply, openai::EventSink& sink);
    void start(json::Value reply, std::string_view id, openai::EventSink& sink);
    void block_prompt(std::string_view reason, openai::EventSink& sink);
    void read_candidate(json::Value candidate, openai::EventSink& sink);
    void read_parts(json::Value parts, openai::EventSink& sink);
    void read_call(json::Value call, std::string_view signature, openai::EventSink& sink);
    void say_text(std::string_view escaped, openai::EventSink& sink);
    void say_reasoning(std::string_view escaped, openai::EventSink& sink);
    void fail_answer(openai::EventSink& sink);

    std::string_view credential_;
    State state_ = State::reading;
    bool started_ = false;
    bool blocked_ = false;  // the prompt was refused, and nothing will be answered
    bool has_text_ = false;
    std::uint32_t calls_ = 0;
    std::uint64_t answer_seed_ = 0;  // of the ids of calls that have none
    std::string native_finish_;      // escaped
    ThoughtSignatures signatures_;
    openai::SurrogateJoiner content_;
    openai::SurrogateJoiner reasoning_;
};

}  // namespace parley::providers::gemini
