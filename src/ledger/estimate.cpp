#include "ledger/estimate.hpp"

#include <algorithm>

#include "openai/usage.hpp"

namespace parley::ledger {
namespace {

constexpr std::uint64_t asked_bytes_per_token = 4;
constexpr std::uint64_t answered_bytes_per_token = 3;

/// Never more than a provider would be believed.
std::int64_t bounded(std::uint64_t count) { return static_cast<std::int64_t>(std::min<std::uint64_t>(count, openai::token_count_max)); }

std::uint64_t tokens_in(std::uint64_t bytes, std::uint64_t bytes_per_token) {
    return bytes / bytes_per_token + (bytes % bytes_per_token != 0);
}

}  // namespace

TokenCounts estimated_tokens(const SeenTraffic& seen) {
    TokenCounts tokens;
    tokens.input = bounded(tokens_in(seen.asked_bytes, asked_bytes_per_token));
    tokens.output = bounded(std::max(seen.chunks, tokens_in(seen.answered_bytes, answered_bytes_per_token)));
    return tokens;
}

CountedTokens counted_tokens(const std::optional<openai::Usage>& usage, const SeenTraffic& seen) {
    const TokenCounts guess = estimated_tokens(seen);
    if (!usage) return {.tokens = guess, .estimated = true};
    CountedTokens counted{.tokens = tokens_of(*usage)};
    if (counted.tokens.all_input() == 0 && guess.input > 0) {
        counted.tokens.input = guess.input;
        counted.estimated = true;
    }
    if (counted.tokens.output < bounded(seen.chunks)) {
        counted.tokens.output = guess.output;
        counted.estimated = true;
    }
    return counted;
}

}  // namespace parley::ledger
