#include "ledger/cost.hpp"

#include <cstdint>
#include <limits>
#include <string>

namespace parley::ledger {
namespace {

using Wide = unsigned __int128;

constexpr Wide picodollars_per_nanodollar = 1'000;

Error refusal(const char* why) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::string("cost: ") + why};
}

/// Adds tokens * rate. False when the sum does not fit; the product of two 64-bit numbers always does.
bool add_class(Wide& sum, std::int64_t tokens, PricePerToken rate) {
    const Wide product = static_cast<Wide>(static_cast<std::uint64_t>(tokens)) * rate.picodollars;
    return !__builtin_add_overflow(sum, product, &sum);
}

bool any_negative(const TokenCounts& tokens) {
    return tokens.input < 0 || tokens.cache_read < 0 || tokens.cache_write_5m < 0 || tokens.cache_write_1h < 0 || tokens.output < 0;
}

}  // namespace

Rates rates_of(const catalog::Prices& prices) {
    return {.input = prices.input,
            .cache_read = prices.cache_read.value_or(prices.input),
            .cache_write_5m = prices.cache_write_5m.value_or(prices.input),
            .cache_write_1h = prices.cache_write_1h.value_or(prices.input),
            .output = prices.output};
}

Result<Money> cost_of(const TokenCounts& tokens, const Rates& rates, BasisPoints regional_increase) {
    if (any_negative(tokens)) return refusal("a count of tokens is negative");
    Wide picodollars = 0;
    const bool fits = add_class(picodollars, tokens.input, rates.input) && add_class(picodollars, tokens.cache_read, rates.cache_read) &&
                      add_class(picodollars, tokens.cache_write_5m, rates.cache_write_5m) &&
                      add_class(picodollars, tokens.cache_write_1h, rates.cache_write_1h) &&
                      add_class(picodollars, tokens.output, rates.output);

    const Wide factor = Wide{basis_points_whole.value} + regional_increase.value;
    constexpr Wide divisor = picodollars_per_nanodollar * basis_points_whole.value;
    Wide scaled = 0;
    if (!fits || __builtin_mul_overflow(picodollars, factor, &scaled) || __builtin_add_overflow(scaled, divisor / 2, &scaled)) {
        return refusal("more than a sum of money can hold");
    }
    const Wide nanodollars = scaled / divisor;
    if (nanodollars > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) {
        return refusal("more than a sum of money can hold");
    }
    return Money{static_cast<std::int64_t>(nanodollars)};
}

Result<Money> sum_of(Money one, Money other) {
    Money sum;
    if (__builtin_add_overflow(one.nanodollars, other.nanodollars, &sum.nanodollars)) {
        return refusal("more than a sum of money can hold");
    }
    return sum;
}

}  // namespace parley::ledger
