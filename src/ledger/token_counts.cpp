#include "ledger/token_counts.hpp"

#include <algorithm>

namespace parley::ledger {

TokenCounts operator+(const TokenCounts& one, const TokenCounts& other) {
    return {.input = one.input + other.input,
            .cache_read = one.cache_read + other.cache_read,
            .cache_write_5m = one.cache_write_5m + other.cache_write_5m,
            .cache_write_1h = one.cache_write_1h + other.cache_write_1h,
            .output = one.output + other.output,
            .reasoning = one.reasoning + other.reasoning,
            .input_audio = one.input_audio + other.input_audio,
            .output_audio = one.output_audio + other.output_audio};
}

TokenCounts tokens_of(const openai::Usage& usage) {
    const auto part = [](std::int64_t count, std::int64_t whole) { return std::clamp<std::int64_t>(count, 0, whole); };
    const std::int64_t prompt = std::max<std::int64_t>(0, usage.prompt_tokens);
    TokenCounts tokens;
    tokens.input = prompt;
    tokens.cache_read = part(usage.cached_tokens, tokens.input);
    tokens.input -= tokens.cache_read;
    tokens.cache_write_1h = part(usage.cache_write_1h_tokens, tokens.input);
    tokens.input -= tokens.cache_write_1h;
    tokens.cache_write_5m = part(usage.cache_write_5m_tokens, tokens.input);
    tokens.input -= tokens.cache_write_5m;

    tokens.output = std::max<std::int64_t>(0, usage.completion_tokens);
    tokens.reasoning = part(usage.reasoning_tokens, tokens.output);
    tokens.input_audio = part(usage.prompt_audio_tokens, prompt);
    tokens.output_audio = part(usage.completion_audio_tokens, tokens.output);
    return tokens;
}

}  // namespace parley::ledger
