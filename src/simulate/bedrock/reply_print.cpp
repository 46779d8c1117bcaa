#include "simulate/bedrock/reply_print.hpp"

#include "json/write.hpp"
#include "simulate/anthropic_rules.hpp"

namespace parley::simulate::bedrock {
namespace {

using json::ObjectWriter;

/// What is said under each status. Source: Amazon Bedrock API reference, "Converse", Errors.
constexpr UsualError usual_errors[] = {
    {400, "ValidationException", "", "Malformed input request, please reformat your input and try again."},
    {403, "AccessDeniedException", "", "You don't have access to the model with the specified model ID."},
    {404, "ResourceNotFoundException", "", "Could not resolve the foundation model from the provided model identifier."},
    {408, "ModelTimeoutException", "", "Model took too long"},
    {424, "ModelErrorException", "", "The model encountered an unexpected error"},
    {429, "ThrottlingException", "", "Too many requests, please wait before trying again."},
    {500, "InternalServerException", "", "The system encountered an unexpected error during processing."},
    {503, "ServiceUnavailableException", "", "Bedrock is unable to process your request."},
};

const UsualError& usual_error(int status) {
    const UsualError* nearest = nullptr;
    for (const UsualError& row : usual_errors) {
        if (row.status == status) return row;
        if (row.status == (status >= 400 && status < 500 ? 400 : 500)) nearest = &row;
    }
    return *nearest;
}

ObjectWriter begin_block(std::string& list) {
    if (list.back() != '[') list += ',';
    return ObjectWriter(list);
}

std::string print_content(const Answer& answer) {
    std::string list = "[";
    if (!answer.reasoning.empty()) {
        ObjectWriter block = begin_block(list);
        ObjectWriter content(block.key("reasoningContent"));
        ObjectWriter text(content.key("reasoningText"));
        text.string("text", answer.reasoning);
        text.string("signature", sign_thought(answer.reasoning));
        text.close();
        content.close();
        block.close();
    }
    if (!answer.content.empty()) {
        ObjectWriter block = begin_block(list);
        block.string("text", answer.content);
        block.close();
    }
    for (const ToolCall& call : answer.tool_calls) {
        ObjectWriter block = begin_block(list);
        ObjectWriter use(block.key("toolUse"));
        use.string("toolUseId", call.id);
        use.string("name", call.name);
        use.raw("input", call.arguments);
        use.close();
        block.close();
    }
    return list + "]";
}

}  // namespace

std::string_view stop_reason(std::string_view finish_reason) {
    if (finish_reason == "stop") return "end_turn";
    if (finish_reason == "length") return "max_tokens";
    if (finish_reason == "tool_calls") return "tool_use";
    if (finish_reason == "content_filter") return "content_filtered";
    return finish_reason;
}

std::string print_usage(const Answer& answer) {
    std::string out;
    ObjectWriter usage(out);
    usage.integer("inputTokens", static_cast<std::int64_t>(answer.prompt_tokens - answer.cached_tokens));
    usage.integer("outputTokens", static_cast<std::int64_t>(answer.completion_tokens));
    usage.integer("totalTokens", static_cast<std::int64_t>(answer.prompt_tokens + answer.completion_tokens));
    usage.integer("cacheReadInputTokens", static_cast<std::int64_t>(answer.cached_tokens));
    usage.integer("cacheWriteInputTokens", 0);
    usage.close();
    return out;
}

std::string print_reply(const Answer& answer, bool with_finish) {
    std::string out;
    ObjectWriter reply(out);
    ObjectWriter output(reply.key("output"));
    ObjectWriter message(output.key("message"));
    message.string("role", "assistant");
    message.raw("content", print_content(answer));
    message.close();
    output.close();
    if (with_finish) reply.string("stopReason", stop_reason(answer.finish_reason));
    reply.raw("usage", print_usage(answer));
    reply.raw("metrics", R"({"latencyMs":1})");
    reply.close();
    return out;
}

std::string print_error(const ErrorFacts& facts) {
    std::string out;
    ObjectWriter body(out);
    body.string("message", facts.message.empty() ? usual_error(facts.status).message : facts.message);
    body.close();
    return out;
}

std::string exception_name(const ErrorFacts& facts) {
    return std::string(facts.code.value_or("").empty() ? usual_error(facts.status).type : *facts.code);
}

}  // namespace parley::simulate::bedrock
