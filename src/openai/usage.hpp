// usage.hpp: token counts, read from whatever a provider calls them and printed in both spellings of the public API.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"
#include "openai/events.hpp"

namespace parley::openai {

/// A single count above this is not a count (10^12 tokens cost more than any account holds).
constexpr std::int64_t token_count_max = 1'000'000'000'000;

/// Reads a `usage` object in OpenAI's form or in the dialects that imitate it: input_tokens/output_tokens, Moonshot's
/// top-level cached_tokens, DeepSeek's prompt_cache_hit_tokens, DashScope's cache_creation_input_tokens, xAI's
/// completion_tokens without the reasoning. Absent and null counts are 0; total_tokens is recomputed, never believed.
/// Afterwards cached + cache-writing tokens are at most prompt_tokens, and reasoning_tokens at most completion_tokens.
///
/// Returns nullopt when there is nothing to believe: no object, no count at all, or one that is negative, fractional or
/// above token_count_max. Such an answer is billed from an estimate.
std::optional<Usage> read_usage(json::Value usage);

/// The usage of a whole completion: both spellings with equal numbers, all details, nothing null (strict clients refuse
/// null in a details object).
void append_usage(std::string& out, const Usage& usage);

/// The usage of a stream's last chunk: OpenAI's names only, and beside them, where it is not empty, `cost`: US dollars as a JSON value.
void append_stream_usage(std::string& out, const Usage& usage, std::string_view cost = {});

}  // namespace parley::openai
