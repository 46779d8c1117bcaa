#include "providers/openai/sole_text.hpp"

#include <initializer_list>
#include <string_view>

namespace parley::providers::openai_dialect {
namespace {

bool says_nothing(json::Value value) {
    return value.is_missing() || (value.size() == 0 && !value.boolean() && !value.number() && value.raw().size() == 2);
}

bool all_say_nothing(json::Value object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (!says_nothing(object.find(name))) return false;
    }
    return true;
}

}  // namespace

json::Value sole_text(json::Value root) {
    if (!all_say_nothing(root, {"error", "usage", "x_groq"})) return {};
    const json::Value choices = root.find("choices");
    if (!choices.is(json::Kind::array) || choices.size() != 1) return {};
    const json::Value choice = *choices.elements().begin();
    if (choice.find("index").integer().value_or(0) != 0) return {};
    if (!all_say_nothing(choice, {"finish_reason", "logprobs", "usage"})) return {};

    const json::Value delta = choice.find("delta");
    if (!all_say_nothing(delta, {"reasoning_content", "reasoning", "reasoning_details", "refusal", "tool_calls", "function_call"})) {
        return {};
    }
    const json::Value content = delta.find("content");
    return content.is(json::Kind::string) && !content.escaped().empty() ? content : json::Value();
}

}  // namespace parley::providers::openai_dialect
