#include "ledger/cost.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "openai/usage.hpp"
#include "unit/ledger/plain_arithmetic.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view money_most = "9223372036854775807";

/// What a class of tokens costs alone.
Result<Money> cost_of_input(std::int64_t tokens, std::uint64_t picodollars, std::uint32_t increase = 0) {
    return cost_of({.input = tokens}, {.input = {picodollars}}, {increase});
}

std::string plain_cost(const TokenCounts& tokens, const Rates& rates, BasisPoints increase) {
    LongNumber sum;
    const auto add = [&](std::int64_t count, PricePerToken rate) {
        sum += LongNumber(static_cast<std::uint64_t>(count)) * LongNumber(rate.picodollars);
    };
    add(tokens.input, rates.input);
    add(tokens.cache_read, rates.cache_read);
    add(tokens.cache_write_5m, rates.cache_write_5m);
    add(tokens.cache_write_1h, rates.cache_write_1h);
    add(tokens.output, rates.output);
    LongNumber scaled = sum * LongNumber(10'000ull + increase.value);
    scaled += LongNumber(5'000'000);  // half of what the seven digits hold: 10^4 for basis points, 10^3 for pico to nano
    return scaled.text_without_last(7);
}

TEST(Rates, that_a_list_does_not_state_are_those_of_the_input) {
    EXPECT_EQ(rates_of({.input = {3}, .output = {15}}), (Rates{{3}, {3}, {3}, {3}, {15}}));
    EXPECT_EQ(rates_of({.input = {3}, .output = {15}, .cache_read = PricePerToken{0}}), (Rates{{3}, {0}, {3}, {3}, {15}}));
    EXPECT_EQ(rates_of({.input = {3},
                        .output = {15},
                        .cache_read = PricePerToken{1},
                        .cache_write_5m = PricePerToken{4},
                        .cache_write_1h = PricePerToken{6}}),
              (Rates{{3}, {1}, {4}, {6}, {15}}));
}

TEST(Cost, is_each_class_at_its_rate) {
    const TokenCounts tokens{.input = 1, .cache_read = 10, .cache_write_5m = 100, .cache_write_1h = 1'000, .output = 10'000};
    EXPECT_EQ(cost_of(tokens, {{1'000}, {2'000}, {3'000}, {4'000}, {5'000}}, {}).value(), Money{1 + 20 + 300 + 4'000 + 50'000});
}

TEST(Cost, counts_parts_of_a_class_only_within_it) {
    const TokenCounts tokens{.output = 7, .reasoning = 7, .input_audio = 7, .output_audio = 7};
    EXPECT_EQ(cost_of(tokens, {.output = {1'000}}, {}).value(), Money{7});
}

TEST(Cost, is_rounded_half_up_once_for_the_whole_attempt) {
    EXPECT_EQ(cost_of_input(1, 499).value(), Money{0});
    EXPECT_EQ(cost_of_input(1, 500).value(), Money{1});
    EXPECT_EQ(cost_of_input(3, 499).value(), Money{1}) << "1.497: not three times nothing";
    EXPECT_EQ(cost_of({.input = 1, .output = 1}, {.input = {250}, .output = {250}}, {}).value(), Money{1}) << "a half of two quarters";
    EXPECT_EQ(cost_of_input(1, 454, 1'000).value(), Money{0}) << "499.4 with the regional increase";
    EXPECT_EQ(cost_of_input(1, 455, 1'000).value(), Money{1}) << "500.5";
}

TEST(Cost, takes_the_regional_increase_in_hundredths_of_a_percent) {
    EXPECT_EQ(cost_of_input(1'000'000, 3'000'000).value(), Money{3'000'000'000}) << "a million tokens at three dollars";
    EXPECT_EQ(cost_of_input(1'000'000, 3'000'000, 1'000).value(), Money{3'300'000'000});
    EXPECT_EQ(cost_of_input(1'000'000, 3'000'000, 1).value(), Money{3'000'300'000});
    EXPECT_EQ(cost_of_input(1'000'000, 3'000'000, 10'000).value(), Money{6'000'000'000});
}

TEST(Cost, at_the_most_that_money_holds_is_given_and_above_it_refused) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(cost_of_input(most, 1'000).value(), Money{most});
    const Result<Money> above = cost_of({.input = most, .output = 1}, {.input = {1'000}, .output = {500}}, {});
    ASSERT_TRUE(above.has_error());
    EXPECT_EQ(above.error().message, "cost: more than a sum of money can hold");
    EXPECT_EQ(cost_of({.input = most, .output = 1}, {.input = {1'000}, .output = {499}}, {}).value(), Money{most});
}

TEST(Cost, beyond_128_bits_is_refused) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr PricePerToken highest{std::numeric_limits<std::uint64_t>::max()};
    EXPECT_TRUE(cost_of({most, most, most, most, most}, {highest, highest, highest, highest, highest}, {10'000}).has_error());
    EXPECT_TRUE(cost_of({.input = most}, {.input = highest}, {10'000}).has_error());
}

TEST(Cost, of_a_negative_count_is_refused) {
    for (std::int64_t TokenCounts::*count : {&TokenCounts::input, &TokenCounts::cache_read, &TokenCounts::cache_write_5m,
                                             &TokenCounts::cache_write_1h, &TokenCounts::output}) {
        TokenCounts tokens{.input = 10, .output = 10};
        tokens.*count = -1;
        EXPECT_TRUE(cost_of(tokens, sample_rates(), {}).has_error());
    }
}

TEST(Sum, that_does_not_fit_is_refused) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(sum_of({most - 1}, {1}).value(), Money{most});
    EXPECT_TRUE(sum_of({most}, {1}).has_error());
}

// A million requests, the counts and rates of some as extreme as they can be, against arithmetic on paper. Money never falls
// below zero, and what does not fit is refused: the two agree on which.
TEST(Cost, of_a_million_requests_is_that_of_plain_arithmetic) {
    constexpr int requests = 1'000'000;
    Random random(20'260'701);
    const auto any = [&](std::uint64_t most) { return random.below(most + 1) >> random.below(40); };
    const auto tokens_most = static_cast<std::uint64_t>(openai::token_count_max);
    int refused = 0;
    for (int request = 0; request < requests; ++request) {
        const auto count = [&] { return static_cast<std::int64_t>(any(tokens_most)); };
        const auto rate = [&] { return PricePerToken{any(price_most.picodollars)}; };
        const TokenCounts tokens{count(), count(), count(), count(), count()};
        const Rates rates{rate(), rate(), rate(), rate(), rate()};
        const BasisPoints increase{static_cast<std::uint32_t>(random.below(10'001))};
        const Result<Money> cost = cost_of(tokens, rates, increase);
        const std::string expected = plain_cost(tokens, rates, increase);
        if (cost) {
            ASSERT_EQ(std::to_string(cost->nanodollars), expected) << "request " << request;
        } else {
            ASSERT_TRUE(is_larger(expected, std::string(money_most))) << "request " << request;
            ++refused;
        }
    }
    EXPECT_GT(refused, 0) << "the extremes were among them";
    EXPECT_LT(refused, requests / 10);
}

}  // namespace
}  // namespace parley::ledger
