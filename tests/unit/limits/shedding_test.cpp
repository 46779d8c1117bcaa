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

TEST(Shedding, begins_after_a_second_of_lateness_and_not_sooner) {
    Thread thread;
    EXPECT_EQ(thread.pass(900ms, late).step(), 0u);
    EXPECT_EQ(thread.pass(100ms, late).step(), 1u);
    EXPECT_EQ(thread.refused(true), 10);
    EXPECT_EQ(thread.refused(false), 0);
}

TEST(Shedding, goes_on_in_steps_of_a_tenth_first_of_those_who_have_much) {
    Thread thread;
    thread.pass(1s, late);
    for (unsigned step = 1; step <= 10; ++step, thread.pass(100ms, late)) {
        ASSERT_EQ(thread.step(), step);
        ASSERT_EQ(thread.refused(true), static_cast<int>(10 * step));
        ASSERT_EQ(thread.refused(false), 0);
    }
    for (unsigned step = 11; step <= 19; ++step, thread.pass(100ms, late)) {
        ASSERT_EQ(thread.step(), step);
        ASSERT_EQ(thread.refused(true), 100);
        ASSERT_EQ(thread.refused(false), static_cast<int>(10 * (step - 10)));
    }
    EXPECT_EQ(thread.pass(10s, late).step(), 19u) << "one of ten of the others is always let in";
}

TEST(Shedding, takes_a_step_back_with_each_tenth_of_a_second_in_time) {
    Thread thread;
    thread.pass(3s, late);
    EXPECT_EQ(thread.step(), 19u);
    EXPECT_EQ(thread.pass(1s, most).step(most), 9u);
    EXPECT_EQ(thread.pass(1s, most).step(most), 0u);
    EXPECT_FALSE(thread.shedding.is_on());
}

TEST(Shedding, goes_up_again_at_once_while_it_is_on) {
    Thread thread;
    thread.pass(1'500ms, late);
    EXPECT_EQ(thread.step(), 6u);
    EXPECT_EQ(thread.pass(100ms, most).step(), 5u);
    EXPECT_EQ(thread.pass(100ms, late).step(), 6u);
}

TEST(Shedding, minds_no_single_long_wait) {
    Thread thread;
    for (int second = 0; second < 20; ++second) {
        thread.pass(50ms, 10s).pass(50ms, most);  // half of those who came in each tenth of a second
        EXPECT_EQ(thread.step(most), 0u);
    }
    thread.pass(900ms, late).pass(100ms, most).pass(900ms, late);
    EXPECT_EQ(thread.step(), 0u) << "a second in a row";
}

TEST(Shedding, is_over_where_nobody_came_for_two_seconds) {
    Thread thread;
    thread.pass(3s, late);
    thread.now += 2s;
    EXPECT_EQ(thread.step(), 0u);
}

TEST(Shedding, knows_that_who_waited_through_windows_waited) {
    Thread thread;
    for (int i = 0; i < 10; ++i, thread.now += 300ms) thread.step(300ms);  // one turn of the loop after the other takes as long
    EXPECT_EQ(thread.step(300ms), 1u);
    Thread patient;
    for (int i = 0; i < 20; ++i, patient.now += 300ms) patient.step(60ms);
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
