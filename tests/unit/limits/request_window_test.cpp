#include "limits/request_window.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace parley::limits {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000h};

TEST(RequestWindow, allows_as_many_as_the_limit_and_not_one_more) {
    RequestWindow window;
    for (std::uint32_t left : {2u, 1u, 0u}) EXPECT_EQ(window.take(3, start), (Standing{true, 3, left, 60s}));
    EXPECT_EQ(window.take(3, start), (Standing{false, 3, 0, 60s}));
}

TEST(RequestWindow, begins_with_its_first_request_and_lasts_a_minute) {
    RequestWindow window;
    EXPECT_TRUE(window.take(1, start).allowed);
    EXPECT_FALSE(window.take(1, start + 59'999ms).allowed);
    EXPECT_TRUE(window.take(1, start + 60s).allowed);
    EXPECT_FALSE(window.take(1, start + 119'999ms).allowed) << "the second window began with its own first request";
    EXPECT_TRUE(window.take(1, start + 120s).allowed);
}

TEST(RequestWindow, says_how_many_seconds_are_left_rounded_up) {
    struct Case {
        Duration passed;
        std::chrono::seconds reset;
    };
    for (const Case& given : {Case{0s, 60s}, {1ms, 60s}, {3'999ms, 57s}, {4s, 56s}, {59'001ms, 1s}, {59'999ms, 1s}}) {
        RequestWindow window;
        window.take(1, start);
        EXPECT_EQ(window.take(1, start + given.passed).reset, given.reset) << given.passed.count();
    }
}

TEST(RequestWindow, does_not_count_what_it_refused) {
    RequestWindow window;
    for (int i = 0; i < 1'000; ++i) window.take(2, start);
    EXPECT_EQ(window.take(3, start), (Standing{true, 3, 0, 60s})) << "a raised limit holds at once";
}

TEST(RequestWindow, obeys_a_lowered_limit_at_once) {
    RequestWindow window;
    for (int i = 0; i < 5; ++i) window.take(10, start);
    EXPECT_EQ(window.take(4, start + 1s), (Standing{false, 4, 0, 59s}));
}

TEST(RequestWindow, takes_an_earlier_moment_of_another_thread_for_no_time_at_all) {
    RequestWindow window;
    window.take(2, start);
    EXPECT_EQ(window.take(2, start - 5ms), (Standing{true, 2, 0, 60s}));
}

TEST(RequestWindow, never_lets_more_than_the_limit_through_in_any_window) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE(seed);
    Random random(seed);
    RequestWindow window;
    TimePoint now = start;
    TimePoint begun{};
    std::uint32_t allowed = 0;
    for (int i = 0; i < 100'000; ++i) {
        now += std::chrono::milliseconds(random.below(200));
        if (allowed == 0 || now >= begun + window_length) {
            begun = now;
            allowed = 0;
        }
        allowed += window.take(100, now).allowed ? 1 : 0;
        ASSERT_LE(allowed, 100u);
    }
}

}  // namespace
}  // namespace parley::limits
