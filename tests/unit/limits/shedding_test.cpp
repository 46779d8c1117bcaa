#include "limits/shedding.hpp"

#include <gtest/gtest.h>

namespace parley::limits {
namespace {

using namespace std::chrono_literals;

constexpr Duration most = 50ms, late = 51ms;
constexpr TimePoint start{1'000h};

/// A thread to which a request comes every millisecond.
class Thread {
  public:
    /// For so long everything waits as long as `lateness`.
    Thread& pass(Duration length, Duration lateness, Duration late_max = most) {
        for (const TimePoint end = now + length; now < end; now += 1ms) shedding.look(lateness, late_max, now);
        return *this;
    }
    /// The next request shows what the last window was like.
    unsigned step(Duration lateness = late) {
        shedding.look(lateness, most, now);
        return shedding.step();
    }
    /// Of a hundred.
    int refused(bool has_much) {
        int count = 0;
        for (int i = 0; i < 100; ++i) count += shedding.refuses(has_much);
        return count;
    }

    Shedding shedding;
    TimePoint now = start;
};

TEST(Shedding, begins_after_half_a_second_of_lateness_and_not_sooner) {
    Thread thread;
    EXPECT_EQ(thread.pass(480ms, late).step(), 0u);
    EXPECT_EQ(thread.pass(20ms, late).step(), 1u);
    EXPECT_EQ(thread.refused(true), 2);
    EXPECT_EQ(thread.refused(false), 0);
}

TEST(Shedding, goes_on_in_steps_of_a_fiftieth_first_of_those_who_have_much) {
    Thread thread;
    thread.pass(500ms, late);
    for (unsigned step = 1; step <= 50; ++step, thread.pass(20ms, late)) {
        ASSERT_EQ(thread.step(), step);
        ASSERT_EQ(thread.refused(true), static_cast<int>(2 * step));
        ASSERT_EQ(thread.refused(false), 0);
    }
    for (unsigned step = 51; step <= 95; ++step, thread.pass(20ms, late)) {
        ASSERT_EQ(thread.step(), step);
        ASSERT_EQ(thread.refused(true), 100);
        ASSERT_EQ(thread.refused(false), static_cast<int>(2 * (step - 50)));
    }
    EXPECT_EQ(thread.pass(10s, late).step(), 95u) << "one of ten of the others is always let in";
}

TEST(Shedding, refuses_all_who_have_much_while_it_is_far_too_late) {
    Thread thread;
    EXPECT_EQ(thread.pass(480ms, 101ms).step(101ms), 0u);
    EXPECT_EQ(thread.refused(true), 0) << "it has not begun";
    EXPECT_EQ(thread.pass(20ms, 101ms).step(101ms), 1u);
    EXPECT_EQ(thread.refused(true), 100);
    EXPECT_EQ(thread.refused(false), 0) << "the others have their turn later";
    EXPECT_EQ(thread.step(100ms), 1u);
    EXPECT_EQ(thread.refused(true), 2) << "no longer";
}

TEST(Shedding, takes_a_step_back_with_each_window_in_time) {
    Thread thread;
    thread.pass(3s, late);
    EXPECT_EQ(thread.step(), 95u);
    EXPECT_EQ(thread.pass(1s, most).step(most), 45u);
    EXPECT_EQ(thread.pass(1s, most).step(most), 0u);
    EXPECT_FALSE(thread.shedding.is_on());
}

TEST(Shedding, goes_up_again_at_once_while_it_is_on) {
    Thread thread;
    thread.pass(600ms, late);
    EXPECT_EQ(thread.step(), 6u);
    EXPECT_EQ(thread.pass(20ms, most).step(), 5u);
    EXPECT_EQ(thread.pass(20ms, late).step(), 6u);
}

TEST(Shedding, minds_no_single_long_wait) {
    Thread thread;
    for (int second = 0; second < 20; ++second) {
        thread.pass(10ms, 10s).pass(10ms, most);  // half of those who came in each window
        EXPECT_EQ(thread.step(most), 0u);
    }
    thread.pass(480ms, late).pass(20ms, most).pass(480ms, late);
    EXPECT_EQ(thread.step(), 0u) << "half a second in a row";
}

TEST(Shedding, is_over_where_nobody_came_for_two_seconds_and_a_tenth) {
    Thread thread;
    thread.pass(3s, late);
    thread.now += 2'100ms;
    EXPECT_EQ(thread.step(), 0u);
}

TEST(Shedding, begins_where_few_come_and_all_of_them_wait) {
    Thread thread;
    for (int i = 0; i < 5; ++i, thread.now += 100ms) EXPECT_EQ(thread.step(), 0u) << i;
    for (int i = 0; i < 5; ++i, thread.now += 100ms) thread.step();
    EXPECT_GT(thread.step(), 0u);
    Thread relaxed;
    for (int i = 0; i < 50; ++i, relaxed.now += 100ms) EXPECT_EQ(relaxed.step(i % 2 == 0 ? late : most), 0u) << i;
}

TEST(Shedding, knows_that_who_waited_through_windows_waited) {
    Thread thread;
    for (int i = 0; i < 25; ++i, thread.now += 60ms) thread.step(60ms);  // one turn of the loop after the other takes as long
    EXPECT_EQ(thread.step(60ms), 1u);
    Thread patient;
    for (int i = 0; i < 50; ++i, patient.now += 200ms) patient.step(60ms);
    EXPECT_EQ(patient.step(60ms), 0u) << "between them nobody came";
    Thread paused;
    paused.pass(500ms, most).now += 10s;
    EXPECT_EQ(paused.step(10s), 0u) << "a machine that stood still";
    EXPECT_EQ(paused.pass(100ms, most).step(most), 0u);
}

TEST(Shedding, never_begins_where_no_limit_is_set) {
    Thread thread;
    thread.pass(10s, 10s, 0s);
    EXPECT_EQ(thread.step(most), 0u);
    EXPECT_EQ(thread.refused(true), 0);
}

}  // namespace
}  // namespace parley::limits
