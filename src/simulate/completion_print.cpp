#include "simulate/completion_print.hpp"

#include "json/write.hpp"

namespace parley::simulate {

namespace {

using json::ObjectWriter;

constexpr std::string_view system_fingerprint = "fp_simulated";

std::string& element(std::string& out, bool first) {
    if (!first) out += ',';
    return out;
}

void print_usage(std::string& out, const Answer& answer) {
    ObjectWriter usage(out);
    usage.integer("prompt_tokens", static_cast<std::int64_t>(answer.prompt_tokens));
    usage.integer("completion_tokens", static_cast<std::int64_t>(answer.completion_tokens));
    usage.integer("total_tokens", static_cast<std::int64_t>(answer.prompt_tokens + answer.completion_tokens));
    ObjectWriter prompt(usage.key("prompt_tokens_details"));
    prompt.integer("cached_tokens", static_cast<std::int64_t>(answer.cached_tokens));
    prompt.raw("audio_tokens", "0");
    prompt.close();
    ObjectWriter details(usage.key("completion_tokens_details"));
    details.integer("reasoning_tokens", static_cast<std::int64_t>(answer.reasoning_tokens));
    details.raw("audio_tokens", "0");
    details.raw("accepted_prediction_tokens", "0");
    details.raw("rejected_prediction_tokens", "0");
    details.close();
    usage.close();
}

constexpr std::string_view signed_content = R"({"google":{"thought_signature":"c2ltdWxhdGVkIHRob3VnaHRz"}})";

void print_tool_calls(std::string& out, const std::vector<ToolCall>& calls, bool is_signed) {
    out += '[';
    for (const ToolCall& call : calls) {
        const bool is_first = &call == &calls.front();
        ObjectWriter item(element(out, is_first));
        if (is_first && is_signed) item.raw("extra_content", signed_content);
        item.string("id", call.id);
        item.string("type", "function");
        ObjectWriter function(item.key("function"));
        function.string("name", call.name);
        function.string("arguments", call.arguments);
        function.close();
        item.close();
    }
    out += ']';
}

void print_message(std::string& out, const Answer& answer) {
    ObjectWriter message(out);
    message.string("role", "assistant");
    if (answer.tool_calls.empty())
        message.string("content", answer.content);
    else
        message.null("content");
    if (!answer.reasoning.empty()) message.string("reasoning_content", answer.reasoning);
    message.null("refusal");
    message.raw("annotations", "[]");
    if (!answer.tool_calls.empty()) print_tool_calls(message.key("tool_calls"), answer.tool_calls, answer.signed_calls);
    message.close();
}

void print_identity(ObjectWriter& body, const CompletionIdentity& identity, std::string_view object) {
    body.string("id", identity.id);
    body.string("object", object);
    body.integer("created", identity.created);
    body.string("model", identity.model);
    body.string("service_tier", "default");
    body.string("system_fingerprint", system_fingerprint);
}

void print_finish_reason(ObjectWriter& choice, std::string_view reason) {
    if (reason.empty())
        choice.null("finish_reason");
    else
        choice.string("finish_reason", reason);
}

}  // namespace

std::string print_completion(const Answer& answer, const CompletionIdentity& identity, bool with_finish) {
    std::string out;
    ObjectWriter body(out);
    print_identity(body, identity, "chat.completion");
    body.key("choices") += '[';
    ObjectWriter choice(out);
    choice.integer("index", 0);
    print_message(choice.key("message"), answer);
    choice.null("logprobs");
    print_finish_reason(choice, with_finish ? std::string_view(answer.finish_reason) : std::string_view());
    choice.close();
    out += ']';
    print_usage(body.key("usage"), answer);
    body.close();
    return out;
}

std::string print_chunk(const CompletionIdentity& identity, std::string_view delta, std::string_view finish_reason, bool usage_null) {
    std::string out;
    ObjectWriter body(out);
    print_identity(body, identity, "chat.completion.chunk");
    body.key("choices") += '[';
    ObjectWriter choice(out);
    choice.integer("index", 0);
    choice.raw("delta", delta);
    choice.null("logprobs");
    print_finish_reason(choice, finish_reason);
    choice.close();
    out += ']';
    if (usage_null) body.null("usage");
    body.close();
    return out;
}

std::string print_usage_chunk(const CompletionIdentity& identity, const Answer& answer) {
    std::string out;
    ObjectWriter body(out);
    print_identity(body, identity, "chat.completion.chunk");
    body.raw("choices", "[]");
    print_usage(body.key("usage"), answer);
    body.close();
    return out;
}

std::string print_role_delta(bool content_null) {
    return content_null ? R"({"role":"assistant","content":null,"refusal":null})" : R"({"role":"assistant","content":"","refusal":null})";
}

std::string print_text_delta(std::string_view field, std::string_view text) {
    std::string out;
    ObjectWriter delta(out);
    delta.string(field, text);
    delta.close();
    return out;
}

std::string print_tool_start_delta(std::size_t index, const ToolCall& call, bool is_signed) {
    std::string out = R"({"tool_calls":[)";
    ObjectWriter item(out);
    if (is_signed) item.raw("extra_content", signed_content);
    item.integer("index", static_cast<std::int64_t>(index));
    item.string("id", call.id);
    item.string("type", "function");
    ObjectWriter function(item.key("function"));
    function.string("name", call.name);
    function.string("arguments", "");
    function.close();
    item.close();
    return out += "]}";
}

std::string print_tool_arguments_delta(std::size_t index, std::string_view fragment) {
    std::string out = R"({"tool_calls":[)";
    ObjectWriter item(out);
    item.integer("index", static_cast<std::int64_t>(index));
    ObjectWriter function(item.key("function"));
    function.string("arguments", fragment);
    function.close();
    item.close();
    return out += "]}";
}

void pad_json(std::string& object, std::size_t bytes) {
    object.pop_back();
    object += R"(,"obfuscation":")";
    object.append(bytes, 'x');
    object += R"("})";
}

std::string print_models(std::span<const std::string> names) {
    constexpr std::int64_t created = 1'767'225'600;  // 2026-01-01: the models do not age
    std::string out = R"({"object":"list","data":[)";
    for (const std::string& name : names) {
        ObjectWriter model(element(out, &name == &names.front()));
        model.string("id", name);
        model.string("object", "model");
        model.integer("created", created);
        model.string("owned_by", "simulated");
        model.close();
    }
    return out += "]}";
}

}  // namespace parley::simulate
