#include "ledger/recent_keys.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <deque>

#include "base/random.hpp"

namespace parley::ledger {
namespace {

RequestKey key_of(std::uint64_t number) { return {.low = 1, .high = number}; }

TEST(RequestKey, is_another_for_each_id) {
    const RequestKey one = request_key("0192c8a0-1234-7abc-8def-0123456789ab");
    EXPECT_EQ(one, request_key("0192c8a0-1234-7abc-8def-0123456789ab"));
    for (const char* other : {"0192c8a0-1234-7abc-8def-0123456789ac", "0192c8a1-1234-7abc-8def-0123456789ab",
                              "0192C8A0-1234-7ABC-8DEF-0123456789AB", "request-1", ""}) {
        EXPECT_NE(one, request_key(other)) << other;
    }
    EXPECT_NE(request_key("request-1"), request_key("request-2"));
}

// Of the last 50 ends each is known, of those before the last 100 none: whatever the keys, those that are alike included.
TEST(RecentKeys, remember_half_of_what_they_may_for_certain_and_never_more) {
    Random random(3);
    for (const std::uint64_t apart : {std::uint64_t{1}, std::uint64_t{1} << 32, std::uint64_t{1} << 56, std::uint64_t{0x9E37'79B9}}) {
        RecentKeys keys(100);
        std::deque<RequestKey> added;
        for (std::uint64_t number = 1; number <= 5'000; ++number) {
            const RequestKey key{.low = number, .high = number * apart};
            ASSERT_FALSE(keys.contains(key));
            keys.add(key);
            added.push_front(key);
            const std::size_t back = random.below(added.size());
            const bool is_known = keys.contains(added[back]);
            ASSERT_TRUE(is_known || back >= 50) << number << ", " << back;
            ASSERT_TRUE(!is_known || back < 100) << number << ", " << back;
        }
    }
}

TEST(RecentKeys, know_nothing_at_first_and_nothing_of_a_key_of_zeros) {
    RecentKeys keys(2);
    EXPECT_FALSE(keys.contains(key_of(1)));
    for (int times = 0; times < 5; ++times) keys.add({});
    EXPECT_FALSE(keys.contains({}));
    keys.add(key_of(1));
    EXPECT_TRUE(keys.contains(key_of(1)));
}

}  // namespace
}  // namespace parley::ledger
