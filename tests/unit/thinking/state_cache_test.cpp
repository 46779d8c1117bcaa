#include "thinking/state_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/random.hpp"

namespace parley::thinking {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const TimePoint noon{hours(12)};

TEST(StateCache, gives_back_what_was_put_to_the_same_account) {
    StateCache cache;
    cache.put("acme", "call_1", "one", noon);
    cache.put("bravo", "call_1", "two", noon);
    EXPECT_EQ(cache.find("acme", "call_1", noon), "one");
    EXPECT_EQ(cache.find("bravo", "call_1", noon), "two");
    EXPECT_FALSE(cache.find("acme", "call_2", noon));
    EXPECT_FALSE(cache.find("", "call_1", noon));
}

TEST(StateCache, a_later_state_of_a_call_takes_the_place_of_the_first) {
    StateCache cache;
    cache.put("acme", "call_1", "one", noon);
    const std::size_t bytes = cache.bytes();
    cache.put("acme", "call_1", "two", noon);
    EXPECT_EQ(cache.find("acme", "call_1", noon), "two");
    EXPECT_EQ(cache.bytes(), bytes);
}

TEST(StateCache, forgets_after_some_hours) {
    StateCache cache;
    cache.put("acme", "call_1", "one", noon);
    EXPECT_TRUE(cache.find("acme", "call_1", noon + StateCache::age_max));
    EXPECT_FALSE(cache.find("acme", "call_1", noon + StateCache::age_max + seconds(1)));
    EXPECT_EQ(cache.bytes(), 0u);
}

TEST(StateCache, never_holds_more_than_its_bound_and_keeps_what_is_asked_for) {
    constexpr std::size_t bytes_max = 256 * 1024;
    StateCache cache(bytes_max);
    cache.put("acme", "asked", std::string(500, 's'), noon);
    for (int i = 0; i < 5'000; ++i) {
        cache.put("acme", "call_" + std::to_string(i), std::string(500, 's'), noon);
        ASSERT_LE(cache.bytes(), bytes_max);
        ASSERT_TRUE(cache.find("acme", "asked", noon));
    }
    EXPECT_FALSE(cache.find("acme", "call_0", noon));
    EXPECT_TRUE(cache.find("acme", "call_4999", noon));
}

TEST(StateCache, one_state_cannot_push_out_all_others) {
    StateCache cache(160 * 1024);
    cache.put("acme", "small", "s", noon);
    cache.put("acme", "large", std::string(2048, 's'), noon);
    EXPECT_TRUE(cache.find("acme", "small", noon));
    EXPECT_FALSE(cache.find("acme", "large", noon));
}

TEST(StateCache, serves_many_threads) {
    StateCache cache(64 * 1024);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&cache, &wrong, number] {
            Random random(static_cast<std::uint64_t>(number) + 1);
            for (int round = 0; round < 5'000; ++round) {
                const std::string id = std::to_string(random.below(400));
                cache.put("acme", id, "state of " + id, noon);
                const auto found = cache.find("acme", id, noon);
                if (found && *found != "state of " + id) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_LE(cache.bytes(), 64u * 1024);
}

}  // namespace
}  // namespace parley::thinking
