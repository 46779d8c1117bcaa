#include "openai/chat_request.hpp"

#include <utility>
#include <vector>

#include "openai/fallbacks.hpp"
#include "openai/field_checks.hpp"
#include "openai/message_check.hpp"
#include "openai/own_fields.hpp"
#include "openai/problems.hpp"
#include "openai/request_members.hpp"
#include "openai/response_format_check.hpp"
#include "openai/tools_check.hpp"

namespace parley::openai {
namespace {

/// Null is the same as absent.
json::Value given(json::Value value) { return value.is_null() ? json::Value() : value; }

void read_model(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    const json::Value model = given(members.model);
    if (!model) return problems.add("model is required");
    if (!model.is(json::Kind::string)) return problems.add("model must be a string");
    request.model = model.string();
    if (request.model.empty()) problems.add("model is required");
    if (request.model.size() > model_id_bytes_max) {
        problems.add("model must be at most " + std::to_string(model_id_bytes_max) + " bytes long");
    }
}

void read_conversation(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    const json::Value messages = given(members.messages);
    const json::Value prompt = given(members.prompt);
    const bool messages_fit = !messages || messages.is(json::Kind::array);
    const bool prompt_fits = !prompt || prompt.is(json::Kind::string);
    if (!messages_fit) problems.add("messages must be an array");
    if (!prompt_fits) problems.add("prompt must be a string");
    if (!messages_fit || !prompt_fits) return;

    if (messages.size() > 0) {
        request.messages = messages;
        check_messages(messages, request.parts, problems);
    } else if (prompt && !prompt.escaped().empty()) {
        request.prompt = prompt;
    } else {
        problems.add("one of messages or prompt required", "messages");
    }
}

std::optional<std::int64_t> read_count(json::Value value, std::string_view name, Problems& problems) {
    if (value.is_missing()) return std::nullopt;
    const std::optional<std::int64_t> count = value.integer();
    if (!count) {
        problems.add(std::string(name) + " must be an integer");
    } else if (*count < 1) {
        problems.add(std::string(name) + " must be at least 1");
    }
    return count;
}

void read_max_tokens(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    const std::optional<std::int64_t> older = read_count(members.max_tokens, "max_tokens", problems);
    const std::optional<std::int64_t> newer = read_count(members.max_completion_tokens, "max_completion_tokens", problems);
    request.max_tokens = newer ? newer : older;
}

void read_temperature(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    request.temperature = given(members.temperature);
    if (!request.temperature) return;
    const std::optional<double> value = request.temperature.number();
    if (!value) return problems.add("temperature must be a number");
    if (!(*value >= 0 && *value <= 2)) problems.add("temperature must be between 0 and 2");
}

/// Several choices would need several translators at once; no voice client asks for them.
void check_choice_count(const RequestMembers& members, Problems& problems) {
    if (members.n.is_missing()) return;
    const std::optional<std::int64_t> count = members.n.integer();
    if (!count) return problems.add("n must be an integer");
    if (*count != 1) problems.add("n must be 1");
}

bool read_flag(json::Value value, std::string_view path, Problems& problems) {
    if (value.is_missing()) return false;
    if (!value.boolean()) problems.add(std::string(path) + " must be a boolean");
    return value.boolean().value_or(false);
}

void read_stream(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    request.stream = request.upstream_streams = read_flag(members.stream, "stream", problems);
    request.stream_options = given(members.stream_options);
    if (!request.stream_options) return;
    if (!request.stream_options.is(json::Kind::object)) return problems.add("stream_options must be an object");
    request.include_usage = read_flag(request.stream_options.find("include_usage"), "stream_options.include_usage", problems);
    request.include_cost = read_flag(request.stream_options.find("include_cost"), "stream_options.include_cost", problems);
    if (!request.stream) problems.add("stream_options is allowed only when stream is true");
}

void read_tools(const RequestMembers& members, ChatRequest& request, Problems& problems) {
    request.tools = given(members.tools);
    if (!request.tools && given(members.functions)) request.call_form = CallForm::function_call;
    request.tool_choice = given(members.tool_choice);
    check_tools(members, problems);
}

}  // namespace

std::optional<Error> read_chat_request(std::string_view body, ChatRequest& request) {
    if (const json::ParseError fault = request.document.parse(body)) {
        return unreadable_request("request body is not valid JSON: " + json::describe(fault));
    }
    const json::Value root = request.root();
    if (!root.is(json::Kind::object)) return unreadable_request("request body must be a JSON object");

    Problems problems;
    const RequestMembers& members = request.members = read_request_members(root);
    read_model(members, request, problems);
    read_conversation(members, request, problems);
    read_max_tokens(members, request, problems);
    read_temperature(members, request, problems);
    check_choice_count(members, problems);
    read_stream(members, request, problems);
    read_tools(members, request, problems);
    check_response_format(members.response_format, problems);
    check_fields(members, problems);
    request.post_processing = read_post_processing(members.post_processing_steps, problems);
    check_fallbacks(members, problems);
    check_own_fields(members, problems);
    if (problems.empty()) return std::nullopt;
    return invalid_request(std::move(problems));
}

}  // namespace parley::openai
