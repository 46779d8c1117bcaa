#include "config/lifetime.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

using std::chrono::seconds;

TEST(Lifetime, is_a_whole_number_and_a_unit) {
    EXPECT_EQ(parse_lifetime("1s"), seconds(1));
    EXPECT_EQ(parse_lifetime("90m"), seconds(5'400));
    EXPECT_EQ(parse_lifetime("12h"), seconds(43'200));
    EXPECT_EQ(parse_lifetime("30d"), seconds(2'592'000));
    EXPECT_EQ(parse_lifetime("36500d"), seconds(3'153'600'000));
}

TEST(Lifetime, is_nothing_else) {
    for (const char* text : {"", "d", "30", "0d", "0s", "-1d", "1.5d", "30 d", "30D", "1w", "500ms", "1d12h", "30dd",
                             "99999999999999999999d", "9223372036854775807h", "1281023894007d"}) {
        EXPECT_EQ(parse_lifetime(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace parley::config
