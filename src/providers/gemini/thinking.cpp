#include "providers/gemini/thinking.hpp"

#include <algorithm>

namespace parley::providers::gemini {
namespace {

using catalog::Effort;
using catalog::GeminiRules;
using catalog::GeminiThinking;

std::int64_t budget_of(Effort effort, const GeminiRules& rules) {
    switch (effort) {
        case Effort::none: return 0;
        case Effort::minimal: return 512;
        case Effort::low: return 2048;
        case Effort::medium: return 8192;
        case Effort::high: return 24576;
        case Effort::xhigh:
        case Effort::max: return rules.thinking_budget_max;
    }
    return rules.thinking_budget_max;
}

std::int64_t choose_budget(const ReasoningWish& wish, const GeminiRules& rules) {
    // The least range of any model puts `minimal` at its own least.
    const bool is_least = wish.effort == Effort::minimal && !wish.tokens && !rules.thinking_can_be_off;
    if (is_least) return rules.thinking_budget_min;
    const std::int64_t wished = wish.tokens ? *wish.tokens : budget_of(*wish.effort, rules);
    if (wished == 0 && rules.thinking_can_be_off) return 0;
    return std::clamp(wished, rules.thinking_budget_min, rules.thinking_budget_max);
}

std::string_view level_of(Effort effort) {
    switch (effort) {
        case Effort::none:
        case Effort::minimal: return "MINIMAL";
        case Effort::low: return "LOW";
        case Effort::medium: return "MEDIUM";
        case Effort::high:
        case Effort::xhigh:
        case Effort::max: return "HIGH";
    }
    return "HIGH";
}

Effort next_known(Effort effort, const std::vector<Effort>& known) {
    if (known.empty()) return effort;
    if (effort <= Effort::minimal) return known.front();
    const auto found = std::find_if(known.begin(), known.end(), [effort](Effort one) { return one >= effort; });
    return found == known.end() ? known.back() : *found;
}

}  // namespace

Thinking choose_thinking(const ReasoningWish& wish, const catalog::DialectRules& rules) {
    Thinking thinking;
    if (!wish.effort && !wish.tokens) return thinking;
    switch (rules.gemini.thinking) {
        case GeminiThinking::none: return thinking;
        case GeminiThinking::budget:
            thinking.budget = choose_budget(wish, rules.gemini);
            thinking.room = *thinking.budget;
            break;
        case GeminiThinking::level:
            if (!wish.effort) return thinking;
            thinking.level = level_of(next_known(*wish.effort, rules.efforts));
            thinking.room = budget_of(next_known(*wish.effort, rules.efforts), rules.gemini);
            break;
    }
    thinking.shows_thoughts = rules.gemini.thoughts && wish.effort != Effort::none && thinking.budget != 0;
    return thinking;
}

void write_thinking(json::ObjectWriter& generation_config, const Thinking& thinking) {
    if (!thinking.says_something()) return;
    json::ObjectWriter config(generation_config.key("thinkingConfig"));
    if (!thinking.level.empty()) config.string("thinkingLevel", thinking.level);
    if (thinking.budget) config.integer("thinkingBudget", *thinking.budget);
    if (thinking.shows_thoughts) config.boolean("includeThoughts", true);
    config.close();
}

}  // namespace parley::providers::gemini
