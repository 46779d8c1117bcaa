#include "simulate/pace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "simulate/chance.hpp"
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
    for (int i = 0; i < 10; ++i) EXPECT_EQ(schedule.next(100), Duration(milliseconds(50)));
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

/// The first tokens of 20,000 requests in milliseconds, the soonest first.
std::vector<double> first_tokens(const Pace& pace) {
    std::vector<double> drawn;
    for (std::uint64_t nth = 1; nth <= 20'000; ++nth) {
        const Duration first = draw_first(pace, chance_of(1, nth, Draw::first_token));
        drawn.push_back(std::chrono::duration<double, std::milli>(first).count());
    }
    std::sort(drawn.begin(), drawn.end());
    return drawn;
}

TEST(FirstToken, is_always_the_same_where_nothing_varies) {
    const Pace pace{.first = milliseconds(200)};
    EXPECT_EQ(draw_first(pace, Random(1)), Duration(milliseconds(200)));
    EXPECT_EQ(draw_first(pace, Random(2)), Duration(milliseconds(200)));
}

TEST(FirstToken, is_lognormal_about_its_median) {
    const std::vector<double> drawn = first_tokens({.first = milliseconds(200), .sigma = 0.3});
    EXPECT_NEAR(drawn[10'000], 200, 3);
    EXPECT_NEAR(drawn[16'827], 200 * 1.350, 5);   // one sigma: e^0.3
    EXPECT_NEAR(drawn[19'800], 200 * 2.009, 12);  // 99 of 100: e^(2.326 * 0.3)
}

TEST(FirstToken, has_a_tail_of_the_share_that_is_asked_for) {
    const std::vector<double> drawn = first_tokens({.first = milliseconds(200), .tail = 0.03, .tail_by = 10});
    EXPECT_NEAR(static_cast<double>(std::count(drawn.begin(), drawn.end(), 2'000)), 600, 75);
    EXPECT_NEAR(static_cast<double>(std::count(drawn.begin(), drawn.end(), 200)), 19'400, 75);
}

TEST(FirstToken, never_takes_longer_than_an_hour) {
    const Pace pace{.first = std::chrono::hours(1), .tail = 1, .tail_by = 1'000};
    EXPECT_EQ(draw_first(pace, Random(1)), Duration(std::chrono::hours(1)));
}

TEST(FirstToken, is_the_nth_requests_own) {
    const Pace pace{.first = milliseconds(200), .sigma = 0.3};
    const auto of = [&](std::uint64_t seed, std::uint64_t nth) { return draw_first(pace, chance_of(seed, nth, Draw::first_token)); };
    EXPECT_EQ(of(7, 5), of(7, 5));
    EXPECT_NE(of(7, 5), of(7, 6));
    EXPECT_NE(of(7, 5), of(8, 5));
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
    for (std::uint64_t nth = 1; nth <= 10'000; ++nth) struck += faults_strike(faults, nth, 3);
    EXPECT_NEAR(struck, 1'000, 150);
    for (std::uint64_t nth = 1; nth <= 100; ++nth) {
        EXPECT_FALSE(faults_strike(Faults{.status = 500, .fail_rate = 0.0}, nth, 3));
        EXPECT_TRUE(faults_strike(Faults{.status = 500, .fail_rate = 1.0}, nth, 3));
    }
}

}  // namespace
}  // namespace parley::simulate
