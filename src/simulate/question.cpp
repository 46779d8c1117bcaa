#include "simulate/question.hpp"

#include <utility>

#include "json/document.hpp"

namespace parley::simulate {

namespace {

using json::Kind;
using json::Value;

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// A string, or the text parts of an array of parts one after another.
std::string read_content(Value content) {
    if (content.is(Kind::string)) return content.string();
    std::string text;
    for (Value part : content.elements()) {
        if (part.find("text").is(Kind::string)) text += part.find("text").string();
    }
    return text;
}

std::optional<Error> read_messages(Value messages, Question& question) {
    if (!messages.is(Kind::array) || messages.size() == 0) return refuse("messages must be an array that is not empty");
    std::size_t index = 0;
    for (Value message : messages.elements()) {
        const Value role = message.find("role");
        if (!role.is(Kind::string)) return refuse("messages[" + std::to_string(index) + "].role must be a string");
        std::string text = read_content(message.find("content"));
        question.prompt_bytes += text.size();
        question.tool_result.reset();
        const std::string said_before = std::exchange(question.begun, role.equals("assistant") ? text : std::string());
        if (role.equals("assistant") && message.find("tool_calls").size() > 0) ++question.tool_rounds;
        if (role.equals("user")) {
            question.answer_before = said_before;
            question.user_text = std::move(text);
            question.tool_rounds = 0;
        } else if (role.equals("tool")) {
            question.tool_result = std::move(text);
        }
        ++index;
    }
    return std::nullopt;
}

std::optional<Error> read_tools(Value tools, Question& question) {
    if (tools.is_missing()) return std::nullopt;
    if (!tools.is(Kind::array)) return refuse("tools must be an array");
    for (Value tool : tools.elements()) {
        const Value function = tool.find("function");
        if (!function.find("name").is(Kind::string)) return refuse("every tool must have a function with a name");
        const Value parameters = function.find("parameters");
        question.tools.push_back({function.find("name").string(), std::string(parameters ? parameters.raw() : "")});
    }
    question.prompt_bytes += tools.raw().size();
    return std::nullopt;
}

std::optional<Error> read_tool_choice(Value choice, Question& question) {
    if (choice.is_missing() || choice.equals("auto")) return std::nullopt;
    const Value name = choice.find("function").find("name");
    if (choice.equals("none")) {
        question.tool_choice = ToolChoice::none;
    } else if (choice.equals("required")) {
        question.tool_choice = ToolChoice::required;
    } else if (name.is(Kind::string)) {
        question.tool_choice = ToolChoice::named;
        question.named_tool = name.string();
    } else {
        return refuse("tool_choice must be none, auto, required, or a function by name");
    }
    return std::nullopt;
}

bool is_true(Value value) { return value && value.boolean().value_or(false); }

}  // namespace

Result<Question> read_question(std::string_view body) {
    json::Document document;
    if (const json::ParseError error = document.parse(body)) return refuse("the body is not JSON: " + describe(error));
    const Value root = document.root();
    if (!root.is(Kind::object)) return refuse("the body must be a JSON object");
    if (!root.find("model").is(Kind::string)) return refuse("model must be a string");

    Question question;
    question.model = root.find("model").string();
    question.stream = is_true(root.find("stream"));
    question.include_usage = is_true(root.find("stream_options").find("include_usage"));
    const Value parallel = root.find("parallel_tool_calls");
    question.parallel_tool_calls = parallel.is_missing() || is_true(parallel);
    for (const char* name : {"max_tokens", "max_completion_tokens"}) {
        if (const Value limit = root.find(name); !limit.is_missing()) question.max_tokens = limit.integer();
    }
    const Value schema = root.find("response_format").find("json_schema").find("schema");
    if (schema.is(Kind::object)) question.schema = std::string(schema.raw());

    if (auto error = read_messages(root.find("messages"), question)) return *error;
    if (auto error = read_tools(root.find("tools"), question)) return *error;
    if (auto error = read_tool_choice(root.find("tool_choice"), question)) return *error;
    return question;
}

}  // namespace parley::simulate
