#include "base/same_bytes.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

// The texts are exactly as long as they say: the sanitizer sees one byte more.
TEST(SameBytes, sees_one_other_byte_at_every_place_of_every_length) {
    for (std::size_t length = 0; length <= 40; ++length) {
        const std::vector<char> one(length, 'x');
        std::vector<char> other = one;
        EXPECT_TRUE(same_bytes({one.data(), length}, {other.data(), length})) << length;
        for (std::size_t place = 0; place < length; ++place) {
            other[place] = 'X';
            EXPECT_FALSE(same_bytes({one.data(), length}, {other.data(), length})) << place << " of " << length;
            other[place] = 'x';
        }
    }
}

TEST(SameBytes, are_of_the_same_length) {
    EXPECT_FALSE(same_bytes("a", ""));
    EXPECT_FALSE(same_bytes("", "a"));
    EXPECT_FALSE(same_bytes("abcdefgh", "abcdefghi"));
    static_assert(same_bytes("when built", "when built"));
}

}  // namespace
}  // namespace parley
