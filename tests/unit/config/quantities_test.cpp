#include "config/quantities.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

using std::chrono::milliseconds;

TEST(Duration, is_a_whole_number_with_a_unit) {
    EXPECT_EQ(parse_duration("0ms"), milliseconds(0));
    EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
    EXPECT_EQ(parse_duration("10s"), milliseconds(10'000));
    EXPECT_EQ(parse_duration("5m"), milliseconds(300'000));
    EXPECT_EQ(parse_duration("24h"), milliseconds(86'400'000));
    for (const char* bad :
         {"", "10", "s", "-1s", "+1s", "1.5s", "1 s", "1s ", " 1s", "1S", "1sec", "1m30s", "0x1s", "1d", "1us", "99999999999999999999s"}) {
        EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
    }
}

TEST(Size, is_a_whole_number_of_bytes_or_of_a_binary_unit) {
    EXPECT_EQ(parse_size("0"), 0u);
    EXPECT_EQ(parse_size("4096"), 4096u);
    EXPECT_EQ(parse_size("32KiB"), 32u * 1024);
    EXPECT_EQ(parse_size("10MiB"), 10u * 1024 * 1024);
    EXPECT_EQ(parse_size("2GiB"), 2ull * 1024 * 1024 * 1024);
    for (const char* bad : {"", "KiB", "32KB", "32kib", "32K", "32 KiB", "-1", "1.5MiB", "0x10", "1e3", "1TiB"}) {
        EXPECT_EQ(parse_size(bad), std::nullopt) << bad;
    }
}

TEST(Size, ends_at_two_to_the_sixty_second) {
    EXPECT_EQ(parse_size("4294967296GiB"), std::uint64_t{1} << 62);
    EXPECT_EQ(parse_size("4294967297GiB"), std::nullopt);
}

TEST(Quantities, are_printed_as_the_shortest_text_that_reads_back) {
    for (const char* text : {"0ms", "1ms", "1500ms", "10s", "90s", "5m", "1h", "25h"}) {
        EXPECT_EQ(print_duration(*parse_duration(text)), text);
    }
    for (const char* text : {"0", "1", "1023", "1KiB", "1025", "1536KiB", "10MiB", "1GiB"}) {
        EXPECT_EQ(print_size(*parse_size(text)), text);
    }
    EXPECT_EQ(print_duration(milliseconds(60'000)), "1m");
    EXPECT_EQ(print_size(1024 * 1024), "1MiB");
}

}  // namespace
}  // namespace parley::config
