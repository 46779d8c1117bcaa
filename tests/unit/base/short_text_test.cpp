#include "base/short_text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace parley {
namespace {

TEST(ShortText, joins_texts_and_numbers) {
    ShortText<64> text;
    EXPECT_EQ(text.view(), "");
    text << R"({"a":)" << 0 << "," << -1 << "," << std::size_t{17} << "}";
    EXPECT_EQ(text.view(), R"({"a":0,-1,17})");
}

TEST(ShortText, holds_the_extremes_of_every_size) {
    ShortText<61> text;
    text << std::numeric_limits<std::int64_t>::min() << " " << std::numeric_limits<std::uint64_t>::max() << " "
         << std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(text.view(), "-9223372036854775808 18446744073709551615 9223372036854775807");
}

TEST(ShortText, is_filled_to_the_last_byte_and_not_further) {
    ShortText<4> text;
    text << "ab" << 12;
    EXPECT_EQ(text.view(), "ab12");
    EXPECT_DEATH(text << "c", "bytes_max");
    EXPECT_DEATH(text << 1, "bytes_max");
}

}  // namespace
}  // namespace parley
