// completion_print.hpp: the shapes of OpenAI's chat completions API, as an upstream prints them.
//
// Source: OpenAI API reference, "Chat Completions": the chat completion object, the chunk object, and "Error codes".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "simulate/answer.hpp"

namespace parley::simulate {

/// What every chunk of a stream repeats.
struct CompletionIdentity {
    std::string id;            // "chatcmpl-..."
    std::int64_t created = 0;  // seconds since 1970
    std::string model;         // as the request named it
};

/// A whole chat.completion. `with_finish` false: finish_reason is null.
std::string print_completion(const Answer& answer, const CompletionIdentity& identity, bool with_finish = true);

/// One chat.completion.chunk with one choice. `delta` is JSON; `finish_reason` is null when empty.
/// `usage_null` adds "usage":null, as upstreams do on every chunk when usage was asked for.
std::string print_chunk(const CompletionIdentity& identity, std::string_view delta, std::string_view finish_reason, bool usage_null);

/// The chunk with usage and no choices.
std::string print_usage_chunk(const CompletionIdentity& identity, const Answer& answer);

// Deltas.
std::string print_role_delta(bool content_null);
std::string print_text_delta(std::string_view field, std::string_view text);
/// `is_signed`: with extra_content, as Google's endpoint of this dialect has it.
std::string print_tool_start_delta(std::size_t index, const ToolCall& call, bool is_signed);
std::string print_tool_arguments_delta(std::size_t index, std::string_view fragment);

/// Adds a member of `bytes` that no API knows to a printed object, as OpenAI does with its `obfuscation`.
void pad_json(std::string& object, std::size_t bytes);

/// GET /v1/models.
std::string print_models(std::span<const std::string> names);

/// {"error":{"message","type","param","code"}}; param is null, and so is code when empty.
std::string print_error(std::string_view message, std::string_view type, std::string_view code);

/// What OpenAI says under a status: type, code and message.
struct UsualError {
    int status;
    std::string_view type;
    std::string_view code;  // empty: null
    std::string_view message;
};
/// The row for `status`, or the nearest: 400 for other 4xx, 500 for everything else.
const UsualError& usual_error(int status);

/// A proxy's error page.
std::string print_html_page(int status);

}  // namespace parley::simulate
