#include "base/decimal_digits.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace parley {
namespace {

template <class Number>
std::string written(Number number) {
    std::array<char, decimal_bytes_max> digits;
    return {digits.data(), write_decimal(digits.data(), number)};
}

TEST(DecimalDigits, are_those_of_the_standard_library_around_every_power_of_ten) {
    std::uint64_t power = 1;
    for (int zeros = 0; zeros < 20; ++zeros) {
        for (const std::uint64_t number : {power - 1, power, power + 1, 9 * power, power + power / 2}) {
            EXPECT_EQ(written(number), std::to_string(number));
        }
        power *= 10;
    }
    EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(DecimalDigits, of_every_number_of_four_digits_are_right) {
    for (int number = -10'000; number <= 10'000; ++number) EXPECT_EQ(written(number), std::to_string(number));
}

TEST(DecimalDigits, of_the_least_and_greatest_signed_numbers_fit) {
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
    EXPECT_EQ(written(std::uint16_t{65'535}), "65535");
}

}  // namespace
}  // namespace parley
