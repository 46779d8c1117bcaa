#include "simulate/anthropic_print.hpp"

#include "json/write.hpp"
#include "simulate/anthropic_rules.hpp"

namespace parley::simulate {
namespace {

using json::ObjectWriter;

/// What is said under each status. Source: Anthropic docs, "Errors".
constexpr UsualError usual_errors[] = {
    {400, "invalid_request_error", "", "Invalid request."},
    {401, "authentication_error", "", "invalid x-api-key"},
    {402, "billing_error", "", "There is an issue with your payment information."},
    {403, "permission_error", "", "Your API key does not have permission to use the specified resource."},
    {404, "not_found_error", "", "The requested resource was not found."},
    {413, "request_too_large", "", "Request exceeds the maximum size"},
    {429, "rate_limit_error", "", "This request would exceed your account's rate limit."},
    {500, "api_error", "", "Internal server error"},
    {504, "timeout_error", "", "The request timed out."},
    {529, "overloaded_error", "", "Overloaded"},
};

const UsualError& usual_anthropic_error(int status) {
    const UsualError* nearest = nullptr;
    for (const UsualError& row : usual_errors) {
        if (row.status == status) return row;
        if (row.status == (status >= 400 && status < 500 ? 400 : 500)) nearest = &row;
    }
    return *nearest;
}

void begin_message(ObjectWriter& message, const CompletionIdentity& identity) {
    message.string("id", identity.id);
    message.string("type", "message");
    message.string("role", "assistant");
    message.string("model", identity.model);
}

class BlockList {
  public:
    explicit BlockList(std::string& out) : out_(out) {}

    ObjectWriter begin(std::string_view type) {
        if (any_) out_ += ',';
        any_ = true;
        ObjectWriter block(out_);
        block.string("type", type);
        return block;
    }

  private:
    std::string& out_;
    bool any_ = false;
};

void print_blocks(std::string& out, const Answer& answer) {
    BlockList blocks(out);
    if (!answer.reasoning.empty()) {
        ObjectWriter block = blocks.begin("thinking");
        block.string("thinking", answer.reasoning);
        block.string("signature", sign_thought(answer.reasoning));
        block.close();
    }
    if (!answer.content.empty()) {
        ObjectWriter block = blocks.begin("text");
        block.string("text", answer.content);
        block.close();
    }
    for (const ToolCall& call : answer.tool_calls) {
        ObjectWriter block = blocks.begin("tool_use");
        block.string("id", call.id);
        block.string("name", call.name);
        block.raw("input", call.arguments);
        block.close();
    }
}

std::string print_counts(const Answer& answer, std::size_t output_tokens) {
    std::string out;
    ObjectWriter usage(out);
    usage.integer("input_tokens", static_cast<std::int64_t>(answer.prompt_tokens - answer.cached_tokens));
    usage.integer("cache_creation_input_tokens", 0);
    usage.integer("cache_read_input_tokens", static_cast<std::int64_t>(answer.cached_tokens));
    usage.raw("cache_creation", R"({"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0})");
    usage.integer("output_tokens", static_cast<std::int64_t>(output_tokens));
    ObjectWriter details(usage.key("output_tokens_details"));
    details.integer("thinking_tokens", static_cast<std::int64_t>(output_tokens == 0 ? 0 : answer.reasoning_tokens));
    details.close();
    usage.string("service_tier", "standard");
    usage.close();
    return out;
}

}  // namespace

std::string_view anthropic_stop_reason(std::string_view finish_reason) {
    if (finish_reason == "stop") return "end_turn";
    if (finish_reason == "length") return "max_tokens";
    if (finish_reason == "tool_calls") return "tool_use";
    if (finish_reason == "content_filter") return "refusal";
    return finish_reason;
}

std::string print_anthropic_usage(const Answer& answer) { return print_counts(answer, answer.completion_tokens); }

std::string print_anthropic_message(const Answer& answer, const CompletionIdentity& identity, bool with_finish) {
    std::string out;
    ObjectWriter message(out);
    begin_message(message, identity);
    print_blocks(message.key("content") += '[', answer);
    out += ']';
    if (with_finish) {
        message.string("stop_reason", anthropic_stop_reason(answer.finish_reason));
    } else {
        message.null("stop_reason");
    }
    message.null("stop_sequence");
    message.raw("usage", print_anthropic_usage(answer));
    message.close();
    return out;
}

std::string print_anthropic_opening(const Answer& answer, const CompletionIdentity& identity) {
    std::string out;
    ObjectWriter message(out);
    begin_message(message, identity);
    message.raw("content", "[]");
    message.null("stop_reason");
    message.null("stop_sequence");
    message.raw("usage", print_counts(answer, 0));
    message.close();
    return out;
}

std::string print_anthropic_error(const ErrorFacts& facts) {
    const UsualError& usual = usual_anthropic_error(facts.status);
    std::string out;
    ObjectWriter body(out);
    body.string("type", "error");
    ObjectWriter error(body.key("error"));
    error.string("type", facts.code.value_or("").empty() ? usual.type : *facts.code);
    error.string("message", facts.message.empty() ? usual.message : facts.message);
    error.close();
    body.string("request_id", "req_simulated");
    body.close();
    return out;
}

}  // namespace parley::simulate
