#include "routing/retry_window.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/random.hpp"
#include "routing/retry_budget.hpp"

namespace parley::routing {
namespace {

constexpr TimePoint start{std::chrono::hours(1)};  // a window's first moment
constexpr TimePoint last_moment = start + retry_window_length - std::chrono::nanoseconds(1);

RetryWindow after_requests(std::uint32_t count, TimePoint now = start) {
    RetryWindow window;
    for (std::uint32_t i = 0; i < count; ++i) window = window.with_request(now);
    return window;
}

/// How many retries are allowed from then on.
std::uint32_t retries_left(RetryWindow window, TimePoint now = start) {
    std::uint32_t count = 0;
    while (const auto next = window.with_retry(now)) {
        window = *next;
        ++count;
    }
    return count;
}

TEST(RetryWindow, allows_ten_retries_however_few_the_requests) {
    EXPECT_EQ(retries_left(RetryWindow()), retries_free);
    EXPECT_EQ(retries_left(after_requests(1)), retries_free);
    EXPECT_EQ(retries_left(after_requests(100)), retries_free);
    EXPECT_EQ(retries_left(after_requests(109)), retries_free);
}

TEST(RetryWindow, allows_a_tenth_of_the_requests_and_not_one_more) {
    EXPECT_EQ(retries_left(after_requests(110)), 11u);
    EXPECT_EQ(retries_left(after_requests(1'009)), 100u);
    EXPECT_EQ(retries_left(after_requests(1'010)), 101u);
}

TEST(RetryWindow, begins_anew_every_ten_seconds) {
    RetryWindow spent = after_requests(1'000);
    while (const auto next = spent.with_retry(start)) spent = *next;
    EXPECT_FALSE(spent.with_retry(last_moment));
    EXPECT_EQ(retries_left(spent, start + retry_window_length), retries_free);
    EXPECT_EQ(spent.with_request(start + retry_window_length).requests(), 1u);
}

TEST(RetryWindow, takes_an_earlier_moment_of_another_thread_for_its_own_time) {
    const RetryWindow window = after_requests(5);
    EXPECT_EQ(window.with_request(start - std::chrono::nanoseconds(1)).requests(), 6u);
    EXPECT_EQ(window.with_retry(start - retry_window_length)->requests(), 5u);
}

TEST(RetryWindow, begins_anew_however_long_the_machine_has_been_up) {
    for (const int days : {1, 59, 61, 100, 121, 122, 200, 1'000}) {
        const TimePoint now{std::chrono::hours(24 * days)};
        EXPECT_EQ(RetryWindow().with_request(now).with_request(now + retry_window_length).requests(), 1u) << days;
        EXPECT_EQ(after_requests(5).with_request(start + std::chrono::hours(24 * days)).requests(), 1u) << days;
    }
}

TEST(RetryWindow, stays_at_its_greatest_count) {
    const RetryWindow full(after_requests(1).word() | std::uint64_t{0xffffff} << 20);
    EXPECT_EQ(full.with_request(start), full);
    const RetryWindow most_retries(full.word() | 0xfffff);
    EXPECT_FALSE(most_retries.with_retry(start));
    EXPECT_EQ(most_retries.requests(), 0xffffffu);
}

TEST(RetryWindow, never_lets_more_than_a_tenth_through_when_everything_fails) {
    const std::uint64_t seed = 20'261'125;
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    RetryWindow window;
    std::uint32_t requests = 0, retries = 0, windows = 1;
    TimePoint now = start, begun = start;
    for (int i = 0; i < 100'000; ++i, now += std::chrono::microseconds(random.below(2'000))) {
        if (now - begun >= retry_window_length) {
            begun += retry_window_length;
            ++windows;
        }
        window = window.with_request(now);
        ++requests;
        if (const auto next = window.with_retry(now)) {
            window = *next;
            ++retries;
        }
    }
    EXPECT_GT(windows, 5u);
    EXPECT_LE(retries, requests * retries_percent / 100 + windows * retries_free);
}

TEST(RetryBudget, is_exact_when_threads_share_it) {
    constexpr int threads = 4, each = 5'000;
    RetryBudget budget;
    std::atomic<std::uint32_t> taken{0};
    const auto together = [&](auto what) {
        std::vector<std::thread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&] {
                for (int n = 0; n < each; ++n) what();
            });
        }
        for (std::thread& thread : running) thread.join();
    };
    together([&] { budget.count_request(start); });
    together([&] { taken += budget.take_retry(start) ? 1 : 0; });
    EXPECT_EQ(taken, threads * each * retries_percent / 100);
}

}  // namespace
}  // namespace parley::routing
