// money.hpp: prices and sums as whole numbers. A double would lose a little with every token; integers add up.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace parley {

/// Price lists say US dollars for a million tokens, with up to six decimals. A millionth of a dollar for a million tokens is a
/// pico-dollar for one, so that every such price is a whole number.
struct PricePerToken {
    std::uint64_t picodollars = 0;

    auto operator<=>(const PricePerToken&) const = default;
};

/// A million dollars for a million tokens. A billion tokens at this price still fit into the 128 bits of a sum.
inline constexpr PricePerToken price_most{1'000'000 * millionths_per_unit};

/// "0.075": US dollars for a million tokens. Nothing for what is no such decimal, and above price_most. Zero is a price like
/// any other; a price that is not known is not a price of zero.
inline std::optional<PricePerToken> parse_price(std::string_view text) {
    const auto value = parse_millionths(text, price_most.picodollars);
    if (!value) return std::nullopt;
    return PricePerToken{*value};
}

/// What parse_price reads back.
inline std::string print_price(PricePerToken price) { return print_millionths(price.picodollars); }

/// An increase, in hundredths of a percent.
struct BasisPoints {
    std::uint32_t value = 0;

    auto operator<=>(const BasisPoints&) const = default;
};
inline constexpr BasisPoints basis_points_whole{10'000};

/// The price with an increase of at most 100 % on top, rounded half up to the pico-dollar. Never below the price.
constexpr PricePerToken increased(PricePerToken price, BasisPoints increase) {
    constexpr std::uint64_t whole = basis_points_whole.value;
    return {price.picodollars + (price.picodollars * increase.value + whole / 2) / whole};
}

/// A sum of money, in thousand-millionths of a US dollar: what an attempt, and what a request, costs.
struct Money {
    std::int64_t nanodollars = 0;

    auto operator<=>(const Money&) const = default;
};

/// US dollars, exactly: "$0.00012", "$3", "$0", "-$0.5".
std::string print_dollars(Money money);

/// The same without the sign of the currency: a number in JSON too.
std::string print_dollar_number(Money money);

}  // namespace parley
