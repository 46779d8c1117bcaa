// events.hpp: the ten things that can happen while a model answers, whichever provider it is.
//
// Every provider's stream decoder says these and nothing else; one emitter prints them as chat.completion.chunk events.
// Text travels as the inside of a JSON string, still escaped and already validated: every provider sends JSON, so what
// it escaped can be printed again without being unescaped in between. A decoder joins a surrogate pair that the
// provider cut between two deltas before it says the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.hpp"

namespace parley::openai {

enum class FinishReason : std::uint8_t { stop, length, tool_calls, content_filter };
std::string_view to_string(FinishReason reason);

/// In which words a caller asked to be called back: `tools`, or the single `functions` that they replaced. Answers use the same
/// words. Source: OpenAI API reference, "Create chat completion", deprecated fields.
enum class CallForm : std::uint8_t { tool_calls, function_call };
std::string_view to_string(FinishReason reason, CallForm form);

/// Token counts in OpenAI's sense: prompt_tokens includes cached and cache-writing tokens, completion_tokens includes
/// reasoning. Absent details are 0; negative or absurd counts from a provider (over 10^12) are refused by the decoder.
struct Usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::int64_t prompt_audio_tokens = 0;
    std::int64_t cache_write_5m_tokens = 0;
    std::int64_t cache_write_1h_tokens = 0;
    std::int64_t reasoning_tokens = 0;
    std::int64_t completion_audio_tokens = 0;
    std::int64_t accepted_prediction_tokens = 0;
    std::int64_t rejected_prediction_tokens = 0;

    std::int64_t total_tokens() const { return prompt_tokens + completion_tokens; }
    bool operator==(const Usage&) const = default;
};

/// Where text belongs: spoken content, or a refusal (structured outputs).
enum class TextChannel : std::uint8_t { content, refusal };

/// Receives the events of one answer. Views are valid during the call only.
class EventSink {
  public:
    virtual ~EventSink() = default;
    /// The provider has begun. `upstream_id` is its id of the answer, for the log.
    virtual void start(std::string_view upstream_id) = 0;
    /// `logprobs` is the provider's own JSON for this piece, or empty.
    virtual void text(std::string_view escaped, TextChannel channel, std::string_view logprobs) = 0;
    virtual void reasoning(std::string_view escaped) = 0;
    /// Opaque provider state that must come back in the next turn: all of it so far, before the call that it belongs to.
    virtual void signature(std::string_view json) = 0;
    /// Calls are numbered 0, 1, 2 in order of appearance. Id and name are escaped like text and not empty.
    virtual void tool_start(std::uint32_t index, std::string_view id, std::string_view name) = 0;
    virtual void tool_args(std::uint32_t index, std::string_view escaped) = 0;
    virtual void tool_end(std::uint32_t index) = 0;
    /// Running totals: the last one counts.
    virtual void usage(const Usage& usage) = 0;
    /// At most once. `native` is the provider's own word, escaped; empty when it gave none.
    virtual void finish(FinishReason reason, std::string_view native) = 0;
    /// The stream is broken; nothing follows. Said also for a stream that ends without its end.
    virtual void error(const Error& error) = 0;
};

}  // namespace parley::openai
