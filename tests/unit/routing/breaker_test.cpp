#include "routing/breaker.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/random.hpp"

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;

constexpr TimePoint start{1'000h};  // the first moment of a window

/// Fails at these moments, without a success in between.
BreakerState after_failures(int count, TimePoint now = start, FailureClass failure = FailureClass::overloaded) {
    BreakerState state;
    for (int i = 0; i < count; ++i) state = state.after_failure(failure, now);
    return state;
}

bool admits(const BreakerState& state, TimePoint now) { return state.admitting(now).has_value(); }

TEST(BreakerState, opens_after_ten_failures_in_a_row_however_slowly_they_come) {
    BreakerState state;
    TimePoint now = start;
    for (int i = 1; i < 10; ++i, now += 1min) {
        state = state.after_failure(FailureClass::network, now);
        EXPECT_FALSE(state.is_open()) << i;
    }
    EXPECT_TRUE(state.after_failure(FailureClass::network, now).is_open());
}

TEST(BreakerState, an_answer_in_between_begins_the_row_anew) {
    BreakerState state = after_failures(9).after_success(start, start);
    EXPECT_FALSE(state.is_open());
    state = state.after_failure(FailureClass::overloaded, start + breaker_window);
    EXPECT_FALSE(state.is_open());
}

TEST(BreakerState, opens_when_half_of_the_attempts_of_five_seconds_fail) {
    BreakerState state;
    for (int i = 0; i < 9; ++i) state = state.after_success(start, start).after_failure(FailureClass::timeout, start + 1s);
    EXPECT_FALSE(state.is_open());
    state = state.after_success(start + 4s, start + 4s);
    EXPECT_TRUE(state.after_failure(FailureClass::timeout, start + 4s).is_open());
    EXPECT_FALSE(state.after_failure(FailureClass::timeout, start + 5s).is_open()) << "another window";
    EXPECT_FALSE(state.after_success(start + 4s, start + 4s)
                     .after_success(start + 4s, start + 4s)
                     .after_failure(FailureClass::timeout, start + 4s)
                     .is_open());
}

TEST(BreakerState, some_rate_limits_among_answers_do_not_open_it_and_nothing_but_them_does) {
    BreakerState state;
    for (int i = 0; i < 1'000; ++i) {
        state = state.after_failure(FailureClass::rate_limited, start)
                    .after_failure(FailureClass::rate_limited, start)
                    .after_success(start, start);
    }
    EXPECT_FALSE(state.is_open());
    EXPECT_TRUE(after_failures(10, start, FailureClass::rate_limited).is_open());
}

TEST(BreakerState, lets_one_request_through_in_a_second_while_it_is_open) {
    BreakerState state = after_failures(10);
    EXPECT_FALSE(admits(state, start));
    EXPECT_FALSE(admits(state, start + 999ms));
    int admitted = 0;
    for (TimePoint now = start; now < start + 60s; now += 1ms) {
        if (const auto next = state.admitting(now)) {
            state = *next;
            ++admitted;
        }
    }
    EXPECT_EQ(admitted, 59);
    EXPECT_TRUE(state.is_open());
}

TEST(BreakerState, a_failed_probe_leaves_it_open_and_keeps_the_pace) {
    BreakerState state = *after_failures(10).admitting(start + 1s);
    state = state.after_failure(FailureClass::bad_credential, start + 1'500ms);
    EXPECT_TRUE(state.is_open());
    EXPECT_EQ(state.last_failure(), FailureClass::bad_credential);
    EXPECT_FALSE(admits(state, start + 1'999ms));
    EXPECT_TRUE(admits(state, start + 2s));
}

TEST(BreakerState, an_answered_probe_closes_it_on_parole) {
    BreakerState state = after_failures(10).admitting(start + 1s)->after_success(start + 1s, start + 1s);
    EXPECT_FALSE(state.is_open());
    EXPECT_TRUE(admits(state, start + 1s));
    for (int i = 0; i < 2; ++i) state = state.after_failure(FailureClass::overloaded, start + 20s);
    EXPECT_FALSE(state.is_open());
    EXPECT_TRUE(state.after_failure(FailureClass::overloaded, start + 20s).is_open());
    EXPECT_FALSE(state.after_success(start + 20s, start + 20s).after_failure(FailureClass::overloaded, start + 20s).is_open())
        << "parole is over";
}

TEST(BreakerState, answers_to_what_was_under_way_when_it_opened_do_not_close_it) {
    const TimePoint opened = start + 1'800ms;
    const BreakerState state = after_failures(10, opened);
    EXPECT_TRUE(state.after_success(opened + 5s, opened).is_open());
    EXPECT_TRUE(state.after_success(opened + 5s, opened - 100ms).is_open());
    EXPECT_FALSE(state.after_success(opened + 5s, opened + 1s).is_open()) << "a probe, however slow";
}

TEST(BreakerState, stays_open_for_as_long_as_an_outage_lasts) {
    BreakerState state = after_failures(10);
    for (TimePoint now = start + 1s; now < start + 24h * 60; now += 1h) {
        const auto probed = state.admitting(now);
        ASSERT_TRUE(probed) << (now - start) / 1h;
        EXPECT_FALSE(admits(*probed, now + 999ms));
        state = probed->after_failure(FailureClass::network, now + 1ms);
        EXPECT_TRUE(state.is_open());
    }
}

TEST(BreakerState, counts_that_stay_at_their_greatest_value_keep_their_meaning) {
    BreakerState state;
    for (int i = 0; i < 200'000; ++i) state = state.after_success(start, start);
    EXPECT_FALSE(after_failures(9).is_open());
    for (int i = 0; i < 9; ++i) state = state.after_failure(FailureClass::overloaded, start);
    EXPECT_FALSE(state.is_open());
    EXPECT_TRUE(state.after_failure(FailureClass::overloaded, start).is_open());
}

TEST(BreakerState, what_a_caller_did_wrong_speaks_against_no_target) {
    for (const FailureClass failure : {FailureClass::caller_fault, FailureClass::content_filtered, FailureClass::unknown}) {
        EXPECT_FALSE(dents_health(failure)) << to_string(failure);
    }
    for (const FailureClass failure :
         {FailureClass::network, FailureClass::timeout, FailureClass::overloaded, FailureClass::malformed_reply, FailureClass::rate_limited,
          FailureClass::bad_credential, FailureClass::out_of_quota, FailureClass::model_unavailable}) {
        EXPECT_TRUE(dents_health(failure)) << to_string(failure);
    }
}

TEST(BreakerState, lets_a_probe_through_and_believes_it_however_long_nobody_asked) {
    for (const int days : {1, 2, 10, 13, 20, 24, 25, 30, 48}) {
        const TimePoint much_later = start + std::chrono::hours(24 * days) + 5s;
        const std::optional<BreakerState> probed = after_failures(10).admitting(much_later);
        ASSERT_TRUE(probed) << days;
        EXPECT_FALSE(admits(*probed, much_later + 999ms)) << days;
        EXPECT_FALSE(probed->after_success(much_later + 1s, much_later).is_open()) << days;
    }
}

TEST(Breaker, lets_one_of_many_threads_through) {
    Breaker breaker;
    for (int i = 0; i < 9; ++i) EXPECT_FALSE(breaker.count_failure(FailureClass::network, start));
    EXPECT_TRUE(breaker.count_failure(FailureClass::network, start));
    EXPECT_FALSE(breaker.count_failure(FailureClass::network, start)) << "it was open";
    EXPECT_EQ(breaker.times_opened(), 1u);
    std::atomic<int> admitted = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 1'000; ++n) admitted += breaker.admits(start + 1s) ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(admitted, 1);
    breaker.count_success(start + 1s, start + 1s);
    EXPECT_TRUE(breaker.admits(start + 1s));
}

}  // namespace
}  // namespace parley::routing
