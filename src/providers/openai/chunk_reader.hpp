// chunk_reader.hpp: what the chunks of one answer mean, as events. The half of the stream decoder that knows OpenAI's
// fields and the ways in which other hosts bend them; the other half (stream_decoder.hpp) knows bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/finish_reason.hpp"
#include "openai/surrogate_joiner.hpp"
#include "providers/failure_class.hpp"
#include "providers/openai/think_tags.hpp"
#include "providers/openai/tool_calls.hpp"

namespace parley::providers::openai_dialect {

/// A host's own word for why an answer ended, in bytes; a longer text is no word and is not passed on.
constexpr std::size_t native_reason_bytes_max = 64;

/// What a host's rules and the head of its reply say about the answer to come.
struct AnswerFacts {
    openai::StopWithCalls stop_with_calls = openai::StopWithCalls::means_tool_calls;
    catalog::ThinkTags think_tags = catalog::ThinkTags::kept;
    std::int64_t cached_tokens = 0;  // of the prompt, where the head counts them rather than usage
};

/// A value: copy it to try two continuations. After an error it says nothing more.
class ChunkReader {
  public:
    /// `credential`: what no failure may quote. It outlives the reader.
    explicit ChunkReader(const AnswerFacts& facts, std::string_view credential = {})
        : stop_with_calls_(facts.stop_with_calls),
          credential_(credential),
          cached_tokens_(facts.cached_tokens),
          think_tags_(facts.think_tags) {}

    /// One chunk, or a whole completion, whose `message` is read like a delta.
    void read(json::Value root, openai::EventSink& sink);
    /// The content of a chunk that says nothing else. The same as read() of that chunk.
    void read_text(std::string_view escaped, openai::EventSink& sink);
    /// The answer is complete, by its own marker or by the end of the body after a finish_reason.
    void end(openai::EventSink& sink);
    /// Usage outside of any chunk that counts; null and absent say nothing.
    void read_usage(json::Value usage, openai::EventSink& sink);
    /// The answer is broken.
    void fail(const Error& error, openai::EventSink& sink);
    void fail(UpstreamFailure failure, openai::EventSink& sink);

    /// The host has said why the answer ended; usage may still follow.
    bool has_finish_reason() const { return finish_.has_value(); }
    /// An error was said: nothing follows.
    bool failed() const { return state_ == State::failed; }

  private:
    enum class State : std::uint8_t { reading, finished, failed };

    void start(json::Value root, openai::EventSink& sink);
    void read_choice(json::Value choice, openai::EventSink& sink);
    void read_delta(json::Value delta, json::Value logprobs, openai::EventSink& sink);
    void note_finish(json::Value reason, openai::EventSink& sink);
    void say_content(std::string_view escaped, std::string_view logprobs, openai::EventSink& sink);
    void say_refusal(std::string_view escaped, openai::EventSink& sink);
    void say_reasoning(std::string_view escaped, openai::EventSink& sink);
    void split_content(std::string_view joined, std::string_view logprobs, openai::EventSink& sink);
    void flush_texts(openai::EventSink& sink);
    void say_finish(openai::EventSink& sink);

    openai::StopWithCalls stop_with_calls_;
    std::string_view credential_;
    State state_ = State::reading;
    bool started_ = false;
    std::optional<openai::FinishReason> finish_;
    std::string native_finish_;  // escaped
    std::int64_t cached_tokens_;
    ThinkTagSplitter think_tags_;
    openai::SurrogateJoiner content_;
    openai::SurrogateJoiner refusal_;
    openai::SurrogateJoiner reasoning_;
    ToolCalls calls_;
    std::uint64_t answer_seed_ = 0;  // from the host's id of the answer
};

}  // namespace parley::providers::openai_dialect
