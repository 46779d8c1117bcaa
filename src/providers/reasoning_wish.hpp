// reasoning_wish.hpp: how much a caller wants the model to think, whichever of the two fields said so.
#pragma once

#include <cstdint>
#include <optional>

#include "catalog/dialect_rules.hpp"
#include "openai/request_members.hpp"

namespace parley::providers {

struct ReasoningWish {
    json::Value word;                       // the effort as it was written; absent when none was
    std::optional<catalog::Effort> effort;  // absent when none was written, or a word that nobody knows
    std::optional<std::int64_t> tokens;     // a budget
    bool is_operators = false;              // the caller said nothing, the operator's rules do

    bool is_empty() const { return !word && !tokens && !is_operators; }
};

/// `reasoning` ({effort, max_tokens}, the public API's) before `reasoning_effort` (OpenAI's). A budget alone stands for an effort
/// as well: none for 0, low up to 1024 tokens, medium up to 4096, else high.
/// Source of the thresholds: AssemblyAI docs, "Reasoning", its budgets for low and medium.
///
/// Who says nothing wishes nothing, or no reasoning where the rules have `default_reasoning_off`.
ReasoningWish read_reasoning_wish(json::Value reasoning, json::Value reasoning_effort, const catalog::DialectRules& rules);

/// The name of the field in which the wish was said.
std::string_view reasoning_field(const openai::RequestMembers& members);

std::string_view to_word(catalog::Effort effort);

}  // namespace parley::providers
