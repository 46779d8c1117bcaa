#include "routing/hedge_savings.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/random.hpp"
#include "routing/hedge_budget.hpp"

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000h};
constexpr BasisPoints fifth{2'000};

HedgeSavings after_requests(int count, HedgeSavings savings) {
    for (int i = 0; i < count; ++i) savings = savings.with_request();
    return savings;
}

/// The first second call of all is free; these have had it.
HedgeSavings after_requests(int count) { return after_requests(count, *HedgeSavings().with_hedge(start, fifth)); }

/// How many second calls are paid for.
int hedges_left(HedgeSavings savings, BasisPoints budget = fifth, TimePoint now = start) {
    int count = 0;
    while (const auto next = savings.with_hedge(now, budget)) {
        savings = *next;
        ++count;
    }
    return count;
}

TEST(HedgeSavings, pay_for_a_second_call_once_enough_requests_have_come_and_not_one_sooner) {
    EXPECT_EQ(hedges_left(after_requests(4)), 0);
    EXPECT_EQ(hedges_left(after_requests(5)), 1);
    EXPECT_EQ(hedges_left(after_requests(99)), 19);
    EXPECT_EQ(hedges_left(after_requests(100)), 20);
}

TEST(HedgeSavings, are_exact_to_the_basis_point) {
    EXPECT_EQ(hedges_left(after_requests(16), {600}), 0);
    EXPECT_EQ(hedges_left(after_requests(17), {600}), 1);
    EXPECT_EQ(hedges_left(after_requests(199), {50}), 0);
    EXPECT_EQ(hedges_left(after_requests(200), {50}), 1);
    EXPECT_EQ(hedges_left(after_requests(3), basis_points_whole), 3);
}

TEST(HedgeSavings, are_kept_for_a_moment_that_needs_them_up_to_their_most) {
    EXPECT_EQ(hedges_left(after_requests(500)), 100);
    EXPECT_EQ(hedges_left(after_requests(100'000)), 100);
    EXPECT_EQ(hedges_left(after_requests(100'000), {600}), 29);  // a call costs 16.67 requests
}

TEST(HedgeSavings, lend_one_call_where_there_was_none_for_ten_seconds) {
    EXPECT_EQ(hedges_left(HedgeSavings()), 1) << "the first of all";
    const HedgeSavings spent = after_requests(0);
    EXPECT_EQ(hedges_left(spent, fifth, start + hedge_free_after), 0);
    EXPECT_EQ(hedges_left(spent, fifth, start + hedge_free_after + 200ms), 1);
    EXPECT_EQ(hedges_left(after_requests(3), fifth, start + 1'000h), 1) << "which takes what was saved";
}

TEST(HedgeSavings, allow_nothing_where_the_budget_is_nothing) {
    EXPECT_EQ(hedges_left(HedgeSavings(), {0}), 0);
    EXPECT_EQ(hedges_left(after_requests(1'000), {0}, start + 1h), 0);
}

TEST(HedgeSavings, take_an_earlier_moment_of_another_thread_for_no_wait) {
    const HedgeSavings spent = after_requests(0);
    EXPECT_EQ(hedges_left(spent, fifth, start - 1h), 0);
    EXPECT_EQ(hedges_left(*after_requests(5).with_hedge(start - 1h, fifth), fifth, start + hedge_free_after), 0);
}

TEST(HedgeSavings, never_allow_more_than_was_paid_for_however_second_calls_are_wished_for) {
    const std::uint64_t seed = 20'261'130;
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    HedgeSavings savings;
    std::uint64_t requests = 0, hedges = 0;
    TimePoint now = start;
    for (int burst = 0; burst < 2'000; ++burst) {
        const bool all_are_slow = random.below(2) == 0;
        for (std::uint64_t i = random.below(200); i > 0; --i, now += std::chrono::milliseconds(random.below(20))) {
            savings = savings.with_request();
            ++requests;
            if (!all_are_slow && random.below(10) != 0) continue;
            if (const auto next = savings.with_hedge(now, fifth)) {
                savings = *next;
                ++hedges;
            }
            ASSERT_LE(5 * hedges, requests + 5);
        }
    }
    EXPECT_GE(6 * hedges, requests) << "or it would be no test";
}

TEST(HedgeBudget, is_exact_when_threads_share_it) {
    constexpr int threads = 4, each = 100;
    HedgeBudget budget;
    std::atomic<int> taken{0};
    const auto together = [&](auto what) {
        std::vector<std::thread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&] {
                for (int n = 0; n < each; ++n) what();
            });
        }
        for (std::thread& thread : running) thread.join();
    };
    EXPECT_TRUE(budget.take_hedge(start, fifth));
    together([&] { budget.count_request(); });
    together([&] { taken += budget.take_hedge(start, fifth) ? 1 : 0; });
    EXPECT_EQ(taken, threads * each / 5);
}

}  // namespace
}  // namespace parley::routing
