#include "providers/retry_after.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";

std::optional<milliseconds> read(std::string_view seconds, std::string_view ms = {}, std::string_view now = date) {
    return read_retry_after({ms, seconds, now});
}

struct Row {
    std::string_view text;
    std::optional<milliseconds> wait;
};

TEST(RetryAfter, reads_seconds_and_dates_and_clamps_them) {
    for (const auto& [text, wait] :
         {Row{"0", milliseconds(0)}, Row{"7", milliseconds(7000)}, Row{"1.5", milliseconds(1500)}, Row{"-3", milliseconds(0)},
          Row{"300", milliseconds(300'000)}, Row{"301", milliseconds(300'000)}, Row{"1000000000", milliseconds(300'000)},
          Row{"99999999999999999999999999", milliseconds(300'000)}, Row{"Sun, 06 Nov 1994 08:49:57 GMT", milliseconds(20'000)},
          Row{"Mon, 07 Nov 1994 08:49:37 GMT", milliseconds(300'000)}, Row{"Sat, 05 Nov 1994 08:49:37 GMT", milliseconds(0)}}) {
        EXPECT_EQ(read(text), wait) << text;
    }
}

TEST(RetryAfter, takes_garbage_for_nothing) {
    for (const std::string_view text :
         {"", "soon", "1e3", "inf", "nan", "0x10", "+5", "1 2", "1.2.3", "-", ".", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
          "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 ovD 1994 08:49:37 GMT"}) {
        EXPECT_EQ(read(text), std::nullopt) << text;
    }
}

TEST(RetryAfter, prefers_milliseconds_and_falls_back_from_garbage_among_them) {
    EXPECT_EQ(read("7", "250"), milliseconds(250));
    EXPECT_EQ(read("7", "900000"), milliseconds(300'000));
    EXPECT_EQ(read("7", "soon"), milliseconds(7000));
    EXPECT_EQ(read("", "250"), milliseconds(250));
}

TEST(RetryAfter, needs_the_replys_own_date_to_read_a_date) {
    EXPECT_EQ(read(date, "", ""), std::nullopt);
    EXPECT_EQ(read(date, "", "yesterday"), std::nullopt);
}

}  // namespace
}  // namespace parley::providers
