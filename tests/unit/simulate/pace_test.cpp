#include "simulate/pace.hpp"

#include <gtest/gtest.h>

#include "simulate/faults.hpp"

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;

TEST(Pace, four_bytes_make_a_token_rounded_up) {
    EXPECT_EQ(tokens_in(0), 0u);
    EXPECT_EQ(tokens_in(1), 1u);
    EXPECT_EQ(tokens_in(4), 1u);
    EXPECT_EQ(tokens_in(5), 2u);
}

TEST(Schedule, the_first_tokens_come_at_the_first_moment_and_the_rest_at_the_rate) {
    Schedule schedule(Pace{.first = milliseconds(200), .tokens_per_second = 10}, 1);
    EXPECT_EQ(schedule.next(0), Duration(milliseconds(200)));  // the role chunk
    EXPECT_EQ(schedule.next(3), Duration(milliseconds(200)));
    EXPECT_EQ(schedule.next(1), Duration(milliseconds(300)));
    EXPECT_EQ(schedule.next(2), Duration(milliseconds(500)));
    EXPECT_EQ(schedule.next(0), Duration(milliseconds(500)));  // the finish chunk
}

TEST(Schedule, without_a_rate_everything_is_due_at_once) {
    Schedule schedule(Pace{.first = milliseconds(50)}, 1);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(schedule.next(100), Duration(milliseconds(50)));
}

TEST(Schedule, a_whole_answer_takes_as_long_as_its_tokens) {
    Schedule schedule(Pace{.first = milliseconds(100), .tokens_per_second = 100}, 1);
    EXPECT_EQ(schedule.whole(50), Duration(milliseconds(600)));
}

TEST(Schedule, jitter_stays_within_its_share_and_follows_the_seed) {
    const Pace pace{.tokens_per_second = 10, .jitter = 0.5};
    Schedule one(pace, 7), same(pace, 7), other(pace, 8);
    bool differs = false;
    Duration before = one.next(1);
    same.next(1);
    other.next(1);
    for (int i = 0; i < 1000; ++i) {
        const Duration at = one.next(1);
        EXPECT_GE(at - before, Duration(milliseconds(50)));
        EXPECT_LE(at - before, Duration(milliseconds(150)));
        EXPECT_EQ(at, same.next(1));
        differs = differs || at != other.next(1);
        before = at;
    }
    EXPECT_TRUE(differs);
}

TEST(Faults, befall_only_the_first_requests_when_asked) {
    const Faults faults{.status = 500, .fail_first = 2};
    EXPECT_TRUE(faults_strike(faults, 1, 1));
    EXPECT_TRUE(faults_strike(faults, 2, 1));
    EXPECT_FALSE(faults_strike(faults, 3, 1));
    EXPECT_TRUE(faults_strike(Faults{.status = 500}, 1'000'000, 1));
}

TEST(Faults, befall_about_their_share_of_the_requests) {
    const Faults faults{.status = 500, .fail_rate = 0.1};
    int struck = 0;
    for (std::uint64_t nth = 1; nth <= 10'000; ++nth)
        struck += faults_strike(faults, nth, 3);
    EXPECT_NEAR(struck, 1'000, 150);
    for (std::uint64_t nth = 1; nth <= 100; ++nth) {
        EXPECT_FALSE(faults_strike(Faults{.status = 500, .fail_rate = 0.0}, nth, 3));
        EXPECT_TRUE(faults_strike(Faults{.status = 500, .fail_rate = 1.0}, nth, 3));
    }
}

}  // namespace
}  // namespace parley::simulate
