#include "providers/anthropic/token_counts.hpp"

#include <algorithm>

#include "openai/usage.hpp"

namespace parley::providers::anthropic {
namespace {

void read_count(json::Value value, std::optional<std::int64_t>& count) {
    const std::optional<std::int64_t> read = value.integer();
    if (read && *read >= 0 && *read <= openai::token_count_max) count = read;
}

}  // namespace

void TokenCounts::read(json::Value usage) {
    read_count(usage.find("input_tokens"), input_);
    read_count(usage.find("output_tokens"), output_);
    read_count(usage.find("cache_read_input_tokens"), cache_read_);
    read_count(usage.find("cache_creation_input_tokens"), cache_written_);
    const json::Value written = usage.find("cache_creation");
    read_count(written.find("ephemeral_5m_input_tokens"), cache_written_5m_);
    read_count(written.find("ephemeral_1h_input_tokens"), cache_written_1h_);
    read_count(usage.find("output_tokens_details").find("thinking_tokens"), thoughts_);
}

std::optional<openai::Usage> TokenCounts::usage() const {
    if (!input_ && !output_) return std::nullopt;
    openai::Usage usage;
    // What was written for an unknown time was written for the shorter one, which is the default.
    const std::int64_t for_an_hour = cache_written_1h_.value_or(0);
    const std::int64_t written = std::max(cache_written_.value_or(0), for_an_hour + cache_written_5m_.value_or(0));
    usage.cached_tokens = cache_read_.value_or(0);
    usage.cache_write_1h_tokens = for_an_hour;
    usage.cache_write_5m_tokens = written - for_an_hour;
    usage.prompt_tokens = input_.value_or(0) + usage.cached_tokens + written;
    usage.completion_tokens = output_.value_or(0);
    usage.reasoning_tokens = std::min(thoughts_.value_or(0), usage.completion_tokens);
    return usage;
}

}  // namespace parley::providers::anthropic
