#include "base/money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace parley {
namespace {

TEST(Price, is_a_whole_number_of_picodollars) {
    EXPECT_EQ(parse_price("1"), PricePerToken{1'000'000}) << "a dollar for a million tokens";
    EXPECT_EQ(parse_price("0.000001"), PricePerToken{1});
    EXPECT_EQ(parse_price("0"), PricePerToken{0});
}

TEST(Price, is_accepted_at_its_most_and_refused_above) {
    EXPECT_EQ(parse_price("1000000"), price_most);
    EXPECT_EQ(parse_price("1000000.000001"), std::nullopt);
}

TEST(Price, is_printed_as_it_is_listed) {
    EXPECT_EQ(print_price({6'250'000}), "6.25");
    EXPECT_EQ(print_price({37'500}), "0.0375");
    EXPECT_EQ(print_price(price_most), "1000000");
}

TEST(Increase, is_rounded_half_up_to_the_picodollar) {
    EXPECT_EQ(increased({3'000'000}, BasisPoints{1'000}), PricePerToken{3'300'000});
    EXPECT_EQ(increased({5}, BasisPoints{1'000}), PricePerToken{6}) << "half a picodollar";
    EXPECT_EQ(increased({4}, BasisPoints{1'000}), PricePerToken{4});
    EXPECT_EQ(increased({3}, BasisPoints{}), PricePerToken{3});
    EXPECT_EQ(increased({0}, BasisPoints{10'000}), PricePerToken{0});
}

TEST(Increase, of_the_highest_price_by_the_most_does_not_overflow) {
    EXPECT_EQ(increased(price_most, basis_points_whole).picodollars, 2 * price_most.picodollars);
}

TEST(Money, is_printed_exactly) {
    const std::pair<std::int64_t, const char*> rows[] = {
        {0, "$0"},
        {1, "$0.000000001"},
        {120'000, "$0.00012"},
        {3'000'000'000, "$3"},
        {12'340'000'000, "$12.34"},
        {-500'000'000, "-$0.5"},
        {std::numeric_limits<std::int64_t>::max(), "$9223372036.854775807"},
        {std::numeric_limits<std::int64_t>::min(), "-$9223372036.854775808"},
    };
    for (const auto& [nanodollars, printed] : rows) EXPECT_EQ(print_dollars({nanodollars}), printed);
    EXPECT_EQ(print_dollar_number({-120'000}), "-0.00012");
}

}  // namespace
}  // namespace parley
