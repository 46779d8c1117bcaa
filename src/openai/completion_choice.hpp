// completion_choice.hpp: one entry of a whole answer's `choices`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "json/document.hpp"
#include "openai/completion.hpp"

namespace parley::openai {

struct ChoiceSummary {
    FinishReason finish_reason = FinishReason::stop;
    std::size_t output_bytes = 0;
};

/// Appends one choice, as completion.hpp describes. `position` is its place in the array. Returns nullopt, with
/// something half written, when the choice has no message that can be read or when the host says in its finish_reason
/// that it failed.
std::optional<ChoiceSummary> append_choice(std::string& out, json::Value choice, std::uint32_t position, const CompletionFacts& facts);

}  // namespace parley::openai
