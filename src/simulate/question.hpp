// question.hpp: what a simulated upstream reads from a chat completion request. Written from OpenAI's public API
// reference alone: it shares no code with the gateway's own reader, so it cannot share its mistakes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace parley::simulate {

struct OfferedTool {
    std::string name;
    std::string parameters;  // its JSON Schema as sent; empty when there is none

    bool operator==(const OfferedTool&) const = default;
};

enum class ToolChoice : std::uint8_t { automatic, none, required, named };

struct Question {
    std::string model;
    std::string credential;                  // the header field as it came; not from the body
    std::string user_text;                   // of the last user message
    std::string begun;                       // of an assistant's message at the end, which the model is to go on from
    std::string answer_before;               // of the assistant's message right before the user's last one
    std::optional<std::string> tool_result;  // text of the last message, when that is a tool's
    std::size_t tool_rounds = 0;             // how often tools have answered since the user spoke
    std::vector<OfferedTool> tools;
    ToolChoice tool_choice = ToolChoice::automatic;
    std::string named_tool;
    bool parallel_tool_calls = true;
    std::optional<std::string> schema;       // response_format.json_schema.schema as sent
    std::optional<std::int64_t> max_tokens;  // max_completion_tokens, or the older max_tokens
    bool stream = false;
    bool include_usage = false;    // stream_options.include_usage
    bool may_think = true;         // answers may open with reasoning
    bool shows_thoughts = true;    // the caller reads what was thought; otherwise it is only counted
    std::size_t prompt_bytes = 0;  // text of all messages, and the tools as sent
};

/// Reads a request body. Errors: bad_request, with a message that names the field. Fields that change nothing here
/// (temperature, user, ...) are not looked at.
Result<Question> read_question(std::string_view body);

}  // namespace parley::simulate
