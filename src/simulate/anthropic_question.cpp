#include "simulate/anthropic_question.hpp"

#include <utility>

#include "json/document.hpp"
#include "simulate/anthropic_rules.hpp"

namespace parley::simulate {
namespace {

using json::Kind;
using json::Value;

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// A string, or the text blocks of a list one after another.
std::string text_of(Value content) {
    if (content.is(Kind::string)) return content.string();
    std::string text;
    for (const Value block : content.elements()) {
        if (block.find("type").equals("text")) text += block.find("text").string();
    }
    return text;
}

void read_messages(Value messages, Question& question) {
    for (const Value message : messages.elements()) {
        const Value content = message.find("content");
        std::string text = text_of(content);
        question.prompt_bytes += text.size();
        question.tool_result.reset();
        const bool is_answer = !message.find("role").equals("user");
        const std::string said_before = std::exchange(question.begun, is_answer ? text : std::string());
        if (is_answer) continue;
        bool has_result = false;
        for (const Value block : content.elements()) {
            if (!block.find("type").equals("tool_result")) continue;
            has_result = true;
            question.tool_result = text_of(block.find("content"));
            question.prompt_bytes += question.tool_result->size();
        }
        if (has_result) ++question.tool_rounds;
        if (!text.empty()) {
            question.tool_rounds = 0;
            question.answer_before = said_before;
            question.user_text = std::move(text);
            question.tool_result.reset();  // who goes on talking wants to be answered
        }
    }
}

void read_tools(Value root, Question& question) {
    const Value tools = root.find("tools");
    for (const Value tool : tools.elements()) {
        question.tools.push_back({tool.find("name").string(), std::string(tool.find("input_schema").raw())});
    }
    question.prompt_bytes += tools.raw().size();
    const Value choice = root.find("tool_choice");
    const Value type = choice.find("type");
    question.parallel_tool_calls = choice.find("disable_parallel_tool_use").boolean() != true;
    if (type.equals("none")) question.tool_choice = ToolChoice::none;
    if (type.equals("any")) question.tool_choice = ToolChoice::required;
    if (type.equals("tool")) {
        question.tool_choice = ToolChoice::named;
        question.named_tool = choice.find("name").string();
    }
}

}  // namespace

std::optional<VertexAddress> read_vertex_address(std::string_view path) {
    constexpr std::string_view publisher = "/publishers/anthropic/models/";
    const std::size_t at = path.find(publisher);
    const std::size_t colon = path.rfind(':');
    if (at == std::string_view::npos || colon == std::string_view::npos || colon < at + publisher.size()) return std::nullopt;
    const std::string_view method = path.substr(colon + 1);
    const bool streams = method == "streamRawPredict";
    if (!streams && method != "rawPredict") return std::nullopt;
    const std::size_t begin = at + publisher.size();
    return VertexAddress{std::string(path.substr(begin, colon - begin)), streams};
}

Result<Question> read_anthropic_question(std::string_view body, const std::optional<VertexAddress>& address) {
    json::Document document;
    if (const json::ParseError error = document.parse(body)) return refuse("the body is not JSON: " + describe(error));
    const Value root = document.root();
    if (std::optional<std::string> broken = broken_anthropic_rule(root, address.has_value())) return refuse(std::move(*broken));

    Question question;
    question.model = address ? address->model : root.find("model").string();
    question.stream = root.find("stream").boolean() == true;
    if (address && address->streams != question.stream) return refuse("stream: must agree with the method");
    question.max_tokens = root.find("max_tokens").integer();
    const Value thinking = root.find("thinking").find("type");
    question.may_think = thinking.equals("enabled") || thinking.equals("adaptive");
    const Value format = root.find("output_config").find("format");
    if (format.find("type").equals("json_schema")) question.schema = std::string(format.find("schema").raw());
    question.prompt_bytes += text_of(root.find("system")).size();
    read_messages(root.find("messages"), question);
    read_tools(root, question);
    return question;
}

}  // namespace parley::simulate
