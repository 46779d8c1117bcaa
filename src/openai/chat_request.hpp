// chat_request.hpp: the body of POST /v1/chat/completions: a typed view of what the gateway needs, and the caller's own
// bytes for everything else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/part_check.hpp"
#include "openai/post_processing.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// No model has a longer id than the configuration allows; what a caller calls a model is repeated to them in errors.
inline constexpr std::size_t model_id_bytes_max = 256;

/// Not copied and not moved: the values point into `document`, which points into the body.
struct ChatRequest {
    ChatRequest() = default;
    ChatRequest(const ChatRequest&) = delete;
    ChatRequest& operator=(const ChatRequest&) = delete;

    json::Document document;  // over the caller's body, which outlives this
    RequestMembers members;   // of the body, by name
    std::string model;        // the id that the caller asked for, unescaped
    bool stream = false;
    bool include_usage = false;                 // stream_options.include_usage
    bool include_cost = false;                  // stream_options.include_cost, which is ours; it implies the usage chunk
    std::optional<std::int64_t> max_tokens;     // max_completion_tokens, else max_tokens; at least 1
    CallForm call_form = CallForm::tool_calls;  // function_call for callers who sent `functions` and no `tools`

    // Absent where the caller sent nothing or null.
    json::Value messages;  // not empty; absent when `prompt` stands in its place
    json::Value prompt;    // a string, not empty; absent when there are messages, which win
    json::Value stream_options;
    json::Value temperature;
    json::Value tools;
    json::Value tool_choice;
    ConversationParts parts;  // of the messages, beside text
    PostProcessing post_processing;

    // What the gateway adds, once it knows which model is asked.
    std::int64_t default_max_tokens = 1000;  // for callers who do not say. Source: AssemblyAI docs, "Chat completions"
    bool upstream_streams = false;           // what the upstream is asked for: `stream`, where the model can

    json::Value root() const { return document.root(); }
    std::int64_t effective_max_tokens() const { return max_tokens.value_or(default_max_tokens); }
    bool keeps_nothing() const { return members.zero_data_retention.boolean().value_or(false); }
    bool is_global() const { return members.model_region.equals("global"); }
};

/// Reads and checks a body; `request` must be fresh. On failure the error names every problem found, up to
/// Problems::problems_max, those of the conversation and of the answer's form before those of sampling, bookkeeping and the
/// gateway's own fields: kind bad_request, message "invalid request body", the fields in `problems`. An explicit null
/// is the same as an absent field. Unknown fields are nobody's mistake.
std::optional<Error> read_chat_request(std::string_view body, ChatRequest& request);

}  // namespace parley::openai
