#include "limits/request_windows.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace parley::limits {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000h};
constexpr Payer alice{Payer::Kind::account, "alice"};
constexpr Payer bob{Payer::Kind::account, "bob"};

TEST(RequestWindows, count_every_account_and_model_apart) {
    RequestWindows windows;
    EXPECT_TRUE(windows.take(alice, "gpt", 1, start)->allowed);
    EXPECT_FALSE(windows.take(alice, "gpt", 1, start)->allowed);
    EXPECT_TRUE(windows.take(alice, "qwen", 1, start)->allowed);
    EXPECT_TRUE(windows.take(bob, "gpt", 1, start)->allowed);
    EXPECT_TRUE(windows.take({Payer::Kind::stored_key, "alice"}, "gpt", 1, start)->allowed) << "a key is not its namesake's account";
}

TEST(RequestWindows, do_not_confuse_names_that_look_alike_when_joined) {
    RequestWindows windows;
    EXPECT_TRUE(windows.take({Payer::Kind::account, "ab"}, "c", 1, start)->allowed);
    EXPECT_TRUE(windows.take({Payer::Kind::account, "a"}, "bc", 1, start)->allowed);
}

TEST(RequestWindows, are_exact_when_threads_share_them) {
    constexpr int threads = 4;
    constexpr std::uint32_t limit = 10'000;
    RequestWindows windows;
    std::atomic<std::uint32_t> allowed{0};
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&] {
            for (std::uint32_t n = 0; n < limit; ++n) allowed += windows.take(alice, "gpt", limit, start)->allowed ? 1 : 0;
        });
    }
    for (std::thread& thread : running) thread.join();
    EXPECT_EQ(allowed, limit);
}

/// Accounts until none fits any more: shards fill at their own pace, so a few short of the most are enough.
std::size_t fill(RequestWindows& windows, TimePoint now) {
    std::size_t refused = 0;
    for (int i = 0; refused < 1'000; ++i) {
        const std::string name = "account-" + std::to_string(i);
        refused += windows.take({Payer::Kind::account, name}, "gpt", 1, now) ? 0 : 1;
    }
    return windows.size();
}

TEST(RequestWindows, refuse_what_they_have_no_room_to_count) {
    RequestWindows windows(64);
    EXPECT_EQ(fill(windows, start), 64u);
    EXPECT_EQ(windows.take(alice, "gpt", 1, start + 59s), std::nullopt);
    EXPECT_EQ(windows.size(), 64u);
}

TEST(RequestWindows, go_on_counting_those_they_know_while_they_are_full) {
    RequestWindows windows(64);
    EXPECT_TRUE(windows.take(alice, "gpt", 2, start)->allowed);
    fill(windows, start);
    EXPECT_TRUE(windows.take(alice, "gpt", 2, start + 1s)->allowed);
    EXPECT_FALSE(windows.take(alice, "gpt", 2, start + 1s)->allowed);
}

TEST(RequestWindows, make_room_when_a_window_has_ended) {
    RequestWindows windows(64);
    fill(windows, start);
    EXPECT_TRUE(windows.take(alice, "gpt", 1, start + 60s)->allowed);
    EXPECT_LT(windows.size(), 64u);
}

}  // namespace
}  // namespace parley::limits
