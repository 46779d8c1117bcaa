#include "simulate/gemini/reply_print.hpp"

#include <algorithm>

#include "json/write.hpp"

namespace parley::simulate::gemini {

namespace {

using json::ObjectWriter;

/// The provider's own words; any other that was asked for by name goes in capitals.
std::string finish_word(std::string_view reason) {
    if (reason == "stop" || reason == "tool_calls") return "STOP";
    if (reason == "length") return "MAX_TOKENS";
    if (reason == "content_filter") return "SAFETY";
    std::string word(reason);
    for (char& byte : word) {
        if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
        if (byte == '-') byte = '_';
    }
    return word;
}

void add_count(ObjectWriter& usage, std::string_view name, std::size_t count) {
    if (count > 0) usage.integer(name, static_cast<std::int64_t>(count));  // zeros are left out
}

void print_usage(std::string& out, const Answer& answer, const Progress& progress) {
    ObjectWriter usage(out);
    add_count(usage, "promptTokenCount", answer.prompt_tokens);
    add_count(usage, "cachedContentTokenCount", answer.cached_tokens);
    add_count(usage, "candidatesTokenCount", progress.answer_tokens);
    add_count(usage, "thoughtsTokenCount", progress.thought_tokens);
    add_count(usage, "totalTokenCount", answer.prompt_tokens + progress.answer_tokens + progress.thought_tokens);
    usage.close();
}

std::string_view status_word(int status) {
    switch (status) {
        case 400:
        case 405:
        case 413: return "INVALID_ARGUMENT";
        case 401: return "UNAUTHENTICATED";
        case 403: return "PERMISSION_DENIED";
        case 404: return "NOT_FOUND";
        case 429: return "RESOURCE_EXHAUSTED";
        case 503: return "UNAVAILABLE";
        case 504: return "DEADLINE_EXCEEDED";
        default: return "INTERNAL";
    }
}

void print_details(std::string& out, std::string_view code, std::optional<std::chrono::seconds> retry_after) {
    out += '[';
    if (!code.empty()) {
        ObjectWriter info(out);
        info.string("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        info.string("reason", finish_word(code));
        info.close();
    }
    if (!code.empty() && retry_after) out += ',';
    if (retry_after) {
        ObjectWriter info(out);
        info.string("@type", "type.googleapis.com/google.rpc.RetryInfo");
        info.string("retryDelay", std::to_string(retry_after->count()) + "s");
        info.close();
    }
    out += ']';
}

}  // namespace

std::string print_reply(std::string_view parts, std::string_view finish, const CompletionIdentity& identity, const Answer& answer,
                        const Progress& progress) {
    std::string out;
    ObjectWriter body(out);
    body.key("candidates") += '[';
    ObjectWriter candidate(out);
    if (!parts.empty()) {
        ObjectWriter content(candidate.key("content"));
        (content.key("parts") += '[').append(parts) += ']';
        content.string("role", "model");
        content.close();
    }
    if (!finish.empty()) candidate.string("finishReason", finish_word(finish));
    candidate.integer("index", 0);
    candidate.close();
    out += ']';
    print_usage(body.key("usageMetadata"), answer, progress);
    body.string("modelVersion", identity.model);
    body.string("responseId", identity.id);
    body.close();
    return out;
}

std::string print_text_part(std::string_view text, bool is_thought) {
    std::string out;
    ObjectWriter part(out);
    part.string("text", text);
    if (is_thought) part.boolean("thought", true);
    part.close();
    return out;
}

std::string print_call_parts(const Answer& answer) {
    std::string out;
    for (const ToolCall& call : answer.tool_calls) {
        const bool is_first = &call == &answer.tool_calls.front();
        if (!is_first) out += ',';
        ObjectWriter part(out);
        ObjectWriter function(part.key("functionCall"));
        function.string("name", call.name);
        function.raw("args", call.arguments);
        function.close();
        if (is_first) part.string("thoughtSignature", call_signature);
        part.close();
    }
    return out;
}

std::string print_parts(const Answer& answer, bool with_thoughts) {
    std::string out;
    const auto add = [&out](const std::string& parts) { out += (out.empty() || parts.empty() ? "" : ",") + parts; };
    if (with_thoughts && !answer.reasoning.empty()) add(print_text_part(answer.reasoning, true));
    if (!answer.content.empty()) add(print_text_part(answer.content, false));
    add(print_call_parts(answer));
    return out;
}

std::string print_status(const ErrorFacts& facts) {
    const std::string_view code = facts.code.value_or(std::string_view());
    std::string out;
    ObjectWriter body(out);
    ObjectWriter error(body.key("error"));
    error.integer("code", facts.status);
    error.string("message", facts.message.empty() ? usual_error(facts.status).message : facts.message);
    error.string("status", status_word(facts.status));
    if (!code.empty() || facts.retry_after) print_details(error.key("details"), code, facts.retry_after);
    error.close();
    body.close();
    return out;
}

}  // namespace parley::simulate::gemini
