// thinking.hpp: how much a model thinks, asked for in Gemini's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "catalog/dialect_rules.hpp"
#include "json/write.hpp"
#include "providers/reasoning_wish.hpp"

namespace parley::providers::gemini {

/// What `thinkingConfig` will say: a level or a budget, never both, which would be refused.
struct Thinking {
    std::string_view level;              // MINIMAL, LOW, MEDIUM, HIGH; empty: none is named
    std::optional<std::int64_t> budget;  // tokens; 0: no thinking
    std::int64_t room = 0;               // tokens that it may take of the answer's limit
    bool shows_thoughts = false;         // the caller gets the reasoning to read

    bool says_something() const { return !level.empty() || budget.has_value(); }
};

/// What a caller's wish comes to with a model of these rules. Who wishes nothing gets nothing said. A level that the model does not
/// know becomes the next higher one, `none` and `minimal` the lowest; a budget is moved into the model's range. A model that
/// always thinks does so as little as it can. A level is given the room of the budget that the same effort would have.
/// Source: Gemini API docs, "Thinking"; the budgets of the efforts are ours.
Thinking choose_thinking(const ReasoningWish& wish, const catalog::DialectRules& rules);

void write_thinking(json::ObjectWriter& generation_config, const Thinking& thinking);

}  // namespace parley::providers::gemini
