// token_counts.hpp: Converse's `usage`.
#pragma once

#include <optional>

#include "json/document.hpp"
#include "openai/events.hpp"

namespace parley::providers::bedrock {

/// Cached tokens are counted beside `inputTokens`, not within it. Nullopt where nothing is counted. Source: Amazon Bedrock API
/// reference, "TokenUsage" and "CacheDetail".
std::optional<openai::Usage> read_usage(json::Value usage);

}  // namespace parley::providers::bedrock
