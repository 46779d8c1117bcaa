#include "simulate/gemini/question.hpp"

#include <algorithm>
#include <array>

#include "json/document.hpp"
#include "simulate/gemini/contents.hpp"

namespace parley::simulate::gemini {

namespace {

using json::Kind;
using json::Value;

constexpr auto known_names = std::to_array<std::string_view>(
    {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings", "cachedContent", "labels"});

/// The real one says "Unknown name" and refuses.
std::optional<Error> check_names(Value root) {
    for (const json::Member member : root.members()) {
        const std::string name = member.key.string();
        if (std::find(known_names.begin(), known_names.end(), name) == known_names.end()) {
            return refuse("Invalid JSON payload received. Unknown name \"" + name + "\": Cannot find field.");
        }
    }
    return std::nullopt;
}

/// Either of two spellings of one thing; both together are refused.
std::optional<Error> read_either(Value object, const char* one, const char* other, std::string& into) {
    const Value first = object.find(one), second = object.find(other);
    if (first && second) return refuse(std::string(one) + " and " + other + " must not stand together");
    into = std::string((first ? first : second).raw());
    return std::nullopt;
}

bool is_name(std::string_view name) {
    const auto begins = [](char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_'; };
    const auto goes_on = [&](char byte) {
        return begins(byte) || (byte >= '0' && byte <= '9') || byte == '.' || byte == ':' || byte == '-';
    };
    return !name.empty() && name.size() <= 64 && begins(name.front()) && std::all_of(name.begin(), name.end(), goes_on);
}

std::optional<Error> read_tools(Value tools, Question& question) {
    for (const Value tool : tools.elements()) {
        for (const Value function : tool.find("functionDeclarations").elements()) {
            OfferedTool offered{function.find("name").string(), {}};
            if (!is_name(offered.name)) return refuse("Invalid function name: " + offered.name);
            if (auto error = read_either(function, "parametersJsonSchema", "parameters", offered.parameters)) return error;
            question.tools.push_back(std::move(offered));
        }
    }
    question.prompt_bytes += tools.raw().size();
    return std::nullopt;
}

std::optional<Error> read_tool_choice(Value config, Question& question) {
    const Value mode = config.find("mode");
    if (!config || mode.equals("AUTO")) return std::nullopt;
    if (question.tools.empty()) return refuse("Function calling config is set without function_declarations.");
    question.tool_choice = mode.equals("NONE") ? ToolChoice::none : ToolChoice::required;
    for (const Value name : config.find("allowedFunctionNames").elements()) {
        question.tool_choice = ToolChoice::named;
        question.named_tool = name.string();
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Error> read_config(Value config, Question& question) {
    if (const Value limit = config.find("maxOutputTokens")) question.max_tokens = limit.integer();
    const Value thinking = config.find("thinkingConfig");
    question.shows_thoughts = thinking.find("includeThoughts").boolean().value_or(false);
    if (thinking.find("thinkingLevel") && thinking.find("thinkingBudget")) {
        return refuse("thinking_budget and thinking_level are not supported together.");
    }
    std::string schema;
    if (auto error = read_either(config, "responseJsonSchema", "responseSchema", schema)) return error;
    if (schema.empty()) return std::nullopt;
    if (!config.find("responseMimeType").equals("application/json")) {
        return refuse("a response schema needs response_mime_type application/json");
    }
    question.schema = std::move(schema);
    return std::nullopt;
}

}  // namespace

Result<Question> read_question(const Address& address, std::string_view body) {
    json::Document document;
    if (const json::ParseError error = document.parse(body)) return refuse("the body is not JSON: " + describe(error));
    const Value root = document.root();
    if (!root.is(Kind::object)) return refuse("the body must be a JSON object");

    Question question;
    question.model = address.model;
    question.stream = address.streams;
    question.prompt_bytes = text_of(root.find("systemInstruction")).size();
    if (auto error = check_names(root)) return *error;
    if (auto error = read_contents(root.find("contents"), question)) return *error;
    if (auto error = read_tools(root.find("tools"), question)) return *error;
    if (auto error = read_tool_choice(root.find("toolConfig").find("functionCallingConfig"), question)) return *error;
    if (auto error = read_config(root.find("generationConfig"), question)) return *error;
    return question;
}

}  // namespace parley::simulate::gemini
