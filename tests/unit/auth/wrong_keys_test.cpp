#include "auth/wrong_keys.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace parley::auth {
namespace {

using std::chrono::seconds;

constexpr std::uint32_t limit = 3;
constexpr TimePoint start{std::chrono::hours(1)};  // a window's first moment

/// Counts so many; whether all of them were within the limit.
bool all_within(WrongKeys& keys, std::string_view address, std::uint32_t times, TimePoint now = start) {
    bool within = true;
    for (std::uint32_t i = 0; i < times; ++i) within = !keys.count(address, limit, now) && within;
    return within;
}

TEST(WrongKeys, are_held_up_from_one_more_than_the_limit_on) {
    const auto keys = std::make_unique<WrongKeys>();
    EXPECT_TRUE(all_within(*keys, "10.0.0.1", limit));
    EXPECT_EQ(keys->count("10.0.0.1", limit, start), seconds(60));
    EXPECT_EQ(keys->count("10.0.0.1", limit, start + std::chrono::milliseconds(58'001)), seconds(2));
    EXPECT_EQ(keys->count("10.0.0.1", limit, start + std::chrono::milliseconds(59'999)), seconds(1));
}

TEST(WrongKeys, are_forgotten_after_a_minute) {
    const auto keys = std::make_unique<WrongKeys>();
    EXPECT_FALSE(all_within(*keys, "10.0.0.1", limit + 1));
    EXPECT_TRUE(all_within(*keys, "10.0.0.1", limit, start + wrong_keys_window));
}

TEST(WrongKeys, of_one_address_hold_up_no_other) {
    const auto keys = std::make_unique<WrongKeys>(SipSeed{1, 2});  // under which the addresses have places of their own
    EXPECT_FALSE(all_within(*keys, "10.0.0.1", 100));
    EXPECT_TRUE(all_within(*keys, "10.0.0.2", limit));
    EXPECT_TRUE(all_within(*keys, "::1", limit));
}

TEST(WrongKeys, of_one_network_are_counted_together_in_ipv6) {
    const auto keys = std::make_unique<WrongKeys>(SipSeed{1, 2});
    EXPECT_TRUE(all_within(*keys, "2001:db8:1:2::1", limit));
    EXPECT_TRUE(keys->count("2001:db8:1:2:ffff::9", limit, start)) << "the same 64 bits";
    EXPECT_TRUE(all_within(*keys, "2001:db8:1:3::1", limit));
    EXPECT_TRUE(all_within(*keys, "::ffff:10.0.0.9", limit));
    EXPECT_TRUE(keys->count("10.0.0.9", limit, start)) << "an IPv4 address, written as one of IPv6";
    EXPECT_TRUE(all_within(*keys, "::ffff:10.0.0.8", limit)) << "which does not stand for its network";
}

TEST(WrongKeys, cost_the_same_memory_whoever_shows_them) {
    EXPECT_LE(sizeof(WrongKeys), 8 * WrongKeys::places + 64);
    const auto keys = std::make_unique<WrongKeys>();
    for (int i = 0; i < 100'000; ++i) keys->count(std::to_string(i), limit, start);
    EXPECT_TRUE(keys->count("10.0.0.1", 0, start)) << "a limit of nothing is one";
}

TEST(WrongKeys, are_all_counted_when_threads_share_them) {
    const auto keys = std::make_unique<WrongKeys>();
    constexpr std::uint32_t threads = 4, each = 5'000;
    std::atomic<std::uint32_t> within{0};
    std::vector<std::thread> running;
    for (std::uint32_t i = 0; i < threads; ++i) {
        running.emplace_back([&] {
            for (std::uint32_t n = 0; n < each; ++n) within += keys->count("10.0.0.1", 100, start) ? 0 : 1;
        });
    }
    for (std::thread& thread : running) thread.join();
    EXPECT_EQ(within, 100u);
}

}  // namespace
}  // namespace parley::auth
