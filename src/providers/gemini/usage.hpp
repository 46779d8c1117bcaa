// usage.hpp: what Gemini counts, in OpenAI's sense.
#pragma once

#include <optional>

#include "json/document.hpp"
#include "openai/events.hpp"

namespace parley::providers::gemini {

/// Reads `usageMetadata`. Its classes are disjoint where OpenAI's contain each other: thinking stands beside the answer's tokens and
/// belongs to the completion, tokens of tool results beside the prompt's and belong to the prompt; the cached ones are part of the
/// prompt in both. The total is recomputed, never believed.
///
/// Returns nullopt when nothing is counted (a stream's first chunks may say nothing but `trafficType`), and for a count that is
/// negative, fractional or above openai::token_count_max.
/// Source: Gemini API reference, "UsageMetadata"; "Gemini thinking", "Pricing".
std::optional<openai::Usage> read_usage(json::Value metadata);

}  // namespace parley::providers::gemini
