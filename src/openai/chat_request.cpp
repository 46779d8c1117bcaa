#include "openai/chat_request.hpp"

#include <utility>
#include <vector>

#include "openai/message_check.hpp"
#include "openai/problems.hpp"

namespace parley::openai {
namespace {

Error refusal(std::vector<std::string> problems) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.source = ErrorSource::downstream;
    error.message = "invalid request body";
    error.problems = std::move(problems);
    return error;
}

/// The member of that name, absent also when it is null.
json::Value field(json::Value object, std::string_view name) {
    const json::Value value = object.find(name);
    return value.is_null() ? json::Value() : value;
}

void read_model(json::Value root, ChatRequest& request, Problems& problems) {
    const json::Value model = field(root, "model");
    if (!model) return problems.add("model is required");
    if (!model.is(json::Kind::string)) return problems.add("model must be a string");
    request.model = model.string();
    if (request.model.empty()) problems.add("model is required");
}

void read_conversation(json::Value root, ChatRequest& request, Problems& problems) {
    const json::Value messages = field(root, "messages");
    const json::Value prompt = field(root, "prompt");
    const bool messages_fit = !messages || messages.is(json::Kind::array);
    const bool prompt_fits = !prompt || prompt.is(json::Kind::string);
    if (!messages_fit) problems.add("messages must be an array");
    if (!prompt_fits) problems.add("prompt must be a string");
    if (!messages_fit || !prompt_fits) return;

    if (messages.size() > 0) {
        request.messages = messages;
        check_messages(messages, problems);
    } else if (prompt && !prompt.escaped().empty()) {
        request.prompt = prompt;
    } else {
        problems.add("one of messages or prompt required");
    }
}

std::optional<std::int64_t> read_count(json::Value root, std::string_view name, Problems& problems) {
    const json::Value value = field(root, name);
    if (!value) return std::nullopt;
    const std::optional<std::int64_t> count = value.integer();
    if (!count) {
        problems.add(std::string(name) + " must be an integer");
    } else if (*count < 1) {
        problems.add(std::string(name) + " must be at least 1");
    }
    return count;
}

void read_max_tokens(json::Value root, ChatRequest& request, Problems& problems) {
    const std::optional<std::int64_t> older = read_count(root, "max_tokens", problems);
    const std::optional<std::int64_t> newer = read_count(root, "max_completion_tokens", problems);
    request.max_tokens = newer ? newer : older;
}

void read_temperature(json::Value root, ChatRequest& request, Problems& problems) {
    request.temperature = field(root, "temperature");
    if (!request.temperature) return;
    const std::optional<double> value = request.temperature.number();
    if (!value) return problems.add("temperature must be a number");
    if (!(*value >= 0 && *value <= 2)) problems.add("temperature must be between 0 and 2");
}

/// Several choices would need several translators at once; no voice client asks for them.
void check_choice_count(json::Value root, Problems& problems) {
    const json::Value count = field(root, "n");
    if (!count) return;
    if (!count.integer()) return problems.add("n must be an integer");
    if (*count.integer() != 1) problems.add("n must be 1");
}

bool read_flag(json::Value object, std::string_view name, std::string_view path, Problems& problems) {
    const json::Value value = field(object, name);
    if (!value) return false;
    if (!value.boolean()) problems.add(std::string(path) + " must be a boolean");
    return value.boolean().value_or(false);
}

void read_stream(json::Value root, ChatRequest& request, Problems& problems) {
    request.stream = read_flag(root, "stream", "stream", problems);
    request.stream_options = field(root, "stream_options");
    if (!request.stream_options) return;
    if (!request.stream_options.is(json::Kind::object)) return problems.add("stream_options must be an object");
    request.include_usage =
        read_flag(request.stream_options, "include_usage", "stream_options.include_usage", problems);
    if (!request.stream) problems.add("stream_options is allowed only when stream is true");
}

void read_tools(json::Value root, ChatRequest& request, Problems& problems) {
    request.tools = field(root, "tools");
    if (request.tools && !request.tools.is(json::Kind::array)) problems.add("tools must be an array");
    request.tool_choice = field(root, "tool_choice");
    if (request.tool_choice && !request.tool_choice.is(json::Kind::string) &&
        !request.tool_choice.is(json::Kind::object)) {
        problems.add("tool_choice must be a string or an object");
    }
}

}  // namespace

std::optional<Error> read_chat_request(std::string_view body, ChatRequest& request) {
    if (const json::ParseError fault = request.document.parse(body)) {
        return refusal({"request body is not valid JSON: " + json::describe(fault)});
    }
    const json::Value root = request.root();
    if (!root.is(json::Kind::object)) return refusal({"request body must be a JSON object"});

    Problems problems;
    read_model(root, request, problems);
    read_conversation(root, request, problems);
    read_max_tokens(root, request, problems);
    read_temperature(root, request, problems);
    check_choice_count(root, problems);
    read_stream(root, request, problems);
    read_tools(root, request, problems);
    if (problems.empty()) return std::nullopt;
    return refusal(problems.take());
}

}  // namespace parley::openai
