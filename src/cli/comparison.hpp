// comparison.hpp: the same question answered by several models, as a table with the answers below it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "base/money.hpp"
#include "client/answer.hpp"

namespace parley::cli {

struct ComparedAnswer {
    std::string model;
    client::Answer answer = {};
    std::optional<Money> cost = std::nullopt;
};

/// A row for each: first token, total, tokens, rate, cost, and a note where something was unusual: an error's beginning, a
/// finish_reason other than "stop". What is not known is a dash.
std::string print_comparison_table(std::span<const ComparedAnswer> answers);

/// The answers: in columns where `width` cells suffice for that, otherwise one below the other, each under its model's id.
/// Control characters are shown, not obeyed.
std::string print_compared_texts(std::span<const ComparedAnswer> answers, std::optional<std::size_t> width);

/// {"answers":[...]}, each as append_answer has it, in the order of the models.
std::string print_comparison_json(std::span<const ComparedAnswer> answers);

}  // namespace parley::cli
