#include "providers/reasoning_wish.hpp"

#include <array>
#include <string_view>

namespace parley::providers {
namespace {

using catalog::Effort;

constexpr std::array<std::string_view, 7> effort_words = {"none", "minimal", "low", "medium", "high", "xhigh", "max"};

std::optional<Effort> read_effort(json::Value value) {
    for (std::size_t at = 0; at < effort_words.size(); ++at) {
        if (value.equals(effort_words[at])) return static_cast<Effort>(at);
    }
    return std::nullopt;
}

Effort effort_of(std::int64_t tokens) {
    if (tokens <= 0) return Effort::none;
    return tokens <= 1024 ? Effort::low : tokens <= 4096 ? Effort::medium : Effort::high;
}

json::Value given(json::Value value) { return value.is_null() ? json::Value() : value; }

}  // namespace

std::string_view to_word(Effort effort) { return effort_words[static_cast<std::size_t>(effort)]; }

ReasoningWish read_reasoning_wish(json::Value reasoning, json::Value reasoning_effort, const catalog::DialectRules& rules) {
    ReasoningWish wish;
    wish.word = given(reasoning.find("effort"));
    if (!wish.word) wish.word = given(reasoning_effort);
    wish.effort = read_effort(wish.word);
    wish.tokens = reasoning.find("max_tokens").integer();
    if (!wish.word && wish.tokens) wish.effort = effort_of(*wish.tokens);
    if (wish.is_empty() && rules.default_reasoning_off) {
        wish.is_operators = true;
        wish.effort = Effort::none;
    }
    return wish;
}

std::string_view reasoning_field(const openai::RequestMembers& members) {
    return members.reasoning.is_missing() ? "reasoning_effort" : "reasoning";
}

}  // namespace parley::providers
