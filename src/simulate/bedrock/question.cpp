#include "simulate/bedrock/question.hpp"

#include "json/document.hpp"
#include "simulate/bedrock/rules.hpp"

namespace parley::simulate::bedrock {
namespace {

using json::Value;

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

std::string text_of(Value content) {
    std::string text;
    for (const Value block : content.elements()) text += block.find("text").string();
    return text;
}

void read_messages(Value messages, Question& question) {
    for (const Value message : messages.elements()) {
        const Value content = message.find("content");
        std::string text = text_of(content);
        question.prompt_bytes += text.size();
        question.tool_result.reset();
        if (!message.find("role").equals("user")) continue;
        for (const Value block : content.elements()) {
            const Value result = block.find("toolResult");
            if (!result) continue;
            question.tool_result = text_of(result.find("content"));
            question.prompt_bytes += question.tool_result->size();
        }
        if (question.tool_result) ++question.tool_rounds;
        if (!text.empty()) {
            question.user_text = std::move(text);
            question.tool_result.reset();  // who goes on talking wants to be answered
            question.tool_rounds = 0;
        }
    }
}

void read_choice(Value choice, Question& question) {
    const bool must_call = choice.find("any") || choice.find("type").equals("any");
    const Value named = choice.find("tool") ? choice.find("tool") : choice;
    if (must_call) question.tool_choice = ToolChoice::required;
    if (!named.find("name")) return;
    question.tool_choice = ToolChoice::named;
    question.named_tool = named.find("name").string();
}

/// The choice stands in Converse's own place, or among Claude's fields.
void read_tools(Value root, Question& question) {
    const Value config = root.find("toolConfig");
    for (const Value tool : config.find("tools").elements()) {
        const Value specification = tool.find("toolSpec");
        if (!specification) continue;
        question.tools.push_back({specification.find("name").string(), std::string(specification.find("inputSchema").find("json").raw())});
    }
    question.prompt_bytes += config.find("tools").raw().size();
    read_choice(config.find("toolChoice"), question);
    const Value in_fields = root.find("additionalModelRequestFields").find("tool_choice");
    read_choice(in_fields, question);
    question.parallel_tool_calls = in_fields.find("disable_parallel_tool_use").boolean() != true;
}

}  // namespace

Result<Question> read_question(const Address& address, std::string_view body) {
    json::Document document;
    if (const json::ParseError error = document.parse(body)) return refuse("Unexpected token: " + describe(error));
    const Value root = document.root();
    if (std::optional<std::string> broken = broken_rule(root)) return refuse(std::move(*broken));

    Question question;
    question.model = address.model;
    question.stream = address.streams;
    question.max_tokens = root.find("inferenceConfig").find("maxTokens").integer();
    const Value fields = root.find("additionalModelRequestFields");
    const Value thinking = fields.find("thinking").find("type");
    question.may_think = thinking.equals("enabled") || thinking.equals("adaptive") || fields.find("reasoning_effort") ||
                         fields.find("reasoningConfig").find("type").equals("enabled");
    const Value format = root.find("outputConfig").find("textFormat");
    if (format.find("type").equals("json_schema")) question.schema = format.find("structure").find("jsonSchema").find("schema").string();
    question.prompt_bytes += text_of(root.find("system")).size();
    read_messages(root.find("messages"), question);
    read_tools(root, question);
    return question;
}

}  // namespace parley::simulate::bedrock
