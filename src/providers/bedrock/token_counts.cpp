#include "providers/bedrock/token_counts.hpp"

#include <algorithm>

#include "openai/usage.hpp"

namespace parley::providers::bedrock {
namespace {

std::optional<std::int64_t> read_count(json::Value value) {
    const std::optional<std::int64_t> count = value.integer();
    return count && *count >= 0 && *count <= openai::token_count_max ? count : std::nullopt;
}

/// Of the tokens that were written to the cache, those that it keeps for an hour.
std::int64_t written_for_an_hour(json::Value details) {
    std::int64_t written = 0;
    for (const json::Value detail : details.elements()) {
        if (detail.find("ttl").equals("1h")) written += read_count(detail.find("inputTokens")).value_or(0);
    }
    return written;
}

}  // namespace

std::optional<openai::Usage> read_usage(json::Value usage) {
    const std::optional<std::int64_t> input = read_count(usage.find("inputTokens"));
    const std::optional<std::int64_t> output = read_count(usage.find("outputTokens"));
    if (!input && !output) return std::nullopt;
    openai::Usage counted;
    const std::int64_t written = read_count(usage.find("cacheWriteInputTokens")).value_or(0);
    counted.cached_tokens = read_count(usage.find("cacheReadInputTokens")).value_or(0);
    // What was written for an unknown time was written for the shorter one, which is the default.
    counted.cache_write_1h_tokens = std::min(written_for_an_hour(usage.find("cacheDetails")), written);
    counted.cache_write_5m_tokens = written - counted.cache_write_1h_tokens;
    counted.prompt_tokens = input.value_or(0) + counted.cached_tokens + written;
    counted.completion_tokens = output.value_or(0);
    return counted;
}

}  // namespace parley::providers::bedrock
