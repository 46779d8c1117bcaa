#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace parley {
namespace {

constexpr std::uint64_t any = std::uint64_t{1} << 62;

TEST(Decimal, is_read_to_the_millionth) {
    struct Case {
        std::string_view text;
        std::uint64_t millionths;
    };
    for (const Case& one : {Case{"0", 0}, Case{"0.0", 0}, Case{"1", 1'000'000}, Case{"0.075", 75'000}, Case{"3.750000", 3'750'000},
                            Case{"0.000001", 1}, Case{"10.5", 10'500'000}, Case{"999999999999.999999", 999'999'999'999'999'999}}) {
        EXPECT_EQ(parse_millionths(one.text, any), one.millionths) << one.text;
    }
}

TEST(Decimal, is_refused_in_any_other_form) {
    for (const std::string_view text : {"", ".", "1.", ".5", "01", "00.5", "-1", "+1", " 1", "1 ", "1e3", "1.1234567", "1.2.3", "1,5",
                                        "0x1", "1000000000000", "inf", "١"}) {
        EXPECT_EQ(parse_millionths(text, any), std::nullopt) << text;
    }
}

TEST(Decimal, is_refused_above_the_most_and_accepted_at_it) {
    EXPECT_EQ(parse_millionths("2", 2'000'000), 2'000'000u);
    EXPECT_EQ(parse_millionths("2.000001", 2'000'000), std::nullopt);
}

TEST(Decimal, is_printed_without_zeros_at_its_end) {
    EXPECT_EQ(print_millionths(0), "0");
    EXPECT_EQ(print_millionths(3'000'000), "3");
    EXPECT_EQ(print_millionths(100'000'000), "100");
    EXPECT_EQ(print_millionths(75'000), "0.075");
    EXPECT_EQ(print_millionths(1), "0.000001");
}

TEST(Decimal, reads_back_as_what_was_printed) {
    Random random(20260420);
    for (int i = 0; i < 10'000; ++i) {
        const std::uint64_t value = random.below(std::uint64_t{1} << (1 + random.below(58)));
        EXPECT_EQ(parse_millionths(print_millionths(value), any), value);
    }
}

}  // namespace
}  // namespace parley
