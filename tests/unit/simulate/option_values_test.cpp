#include "simulate/option_values.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;

TEST(OptionValues, a_count_is_digits_up_to_its_bound) {
    EXPECT_EQ(parse_count("0", 10), 0u);
    EXPECT_EQ(parse_count("10", 10), 10u);
    EXPECT_EQ(parse_count("18446744073709551615", ~std::uint64_t{0}), ~std::uint64_t{0});
    for (const char* text : {"", "11", "-1", "+1", " 1", "1 ", "0x1", "1.0", "18446744073709551616"}) {
        EXPECT_FALSE(parse_count(text, 10)) << text;
    }
}

TEST(OptionValues, a_difference_carries_its_sign_and_is_not_zero) {
    EXPECT_EQ(parse_difference("+10", 10), 10);
    EXPECT_EQ(parse_difference("-10", 10), -10);
    for (const char* text : {"", "10", "+", "-", "+0", "-0", "+11", "-11", "+-1", "++1"}) {
        EXPECT_FALSE(parse_difference(text, 10)) << text;
    }
}

TEST(OptionValues, a_decimal_has_neither_sign_nor_exponent) {
    EXPECT_EQ(parse_decimal("0.25", 1), 0.25);
    EXPECT_EQ(parse_decimal("1", 1), 1.0);
    for (const char* text : {"", ".", "1.01", "-0.5", "+0.5", "1e-3", "nan", "inf", "0.5.5"}) {
        EXPECT_FALSE(parse_decimal(text, 1)) << text;
    }
}

TEST(OptionValues, a_duration_names_its_unit_and_lasts_an_hour_at_most) {
    EXPECT_EQ(parse_duration("0ms"), Duration(0));
    EXPECT_EQ(parse_duration("200ms"), Duration(milliseconds(200)));
    EXPECT_EQ(parse_duration("3600000ms"), duration_max);
    EXPECT_EQ(parse_duration("3600s"), duration_max);
    for (const char* text : {"", "200", "ms", "s", "-1ms", "1.5s", "3600001ms", "3601s", "1m", "1h"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

}  // namespace
}  // namespace parley::simulate
