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
    /// For so long everything waits as long as `lateness`; whoever has much asks each time, where `asks`.
    Thread& pass(Duration length, Duration lateness, bool asks = false) {
        for (const TimePoint end = now + length; now < end; now += 1ms) {
            shedding.look(lateness, late_max, under_way, now);
            if (asks) shedding.refuses(true);
        }
        return *this;
    }
    /// The next request shows what the last window was like.
    std::uint64_t room(Duration lateness = late) {
        shedding.look(lateness, late_max, under_way, now);
        return shedding.room().value_or(0);
    }
    bool refuses_who_has_much() { return shedding.refuses(true); }
    /// Of a hundred.
    int refused_who_have_little() {
        int count = 0;
        for (int i = 0; i < 100; ++i) count += shedding.refuses(false);
        return count;
    }

    Shedding shedding;
    TimePoint now = start;
    std::uint64_t under_way = 1'000;
    Duration late_max = most;
};

TEST(Shedding, begins_after_half_a_second_of_lateness_and_not_sooner) {
    Thread thread;
    EXPECT_EQ(thread.pass(480ms, late).room(), 0u);
    EXPECT_FALSE(thread.refuses_who_has_much());
    EXPECT_EQ(thread.pass(20ms, late).room(), 980u);
    EXPECT_TRUE(thread.refuses_who_has_much());
    EXPECT_EQ(thread.refused_who_have_little(), 0);
}

TEST(Shedding, begins_after_a_few_turns_of_a_thread_whose_turns_are_long) {
    Thread thread;
    int turns = 0;
    for (; thread.room(800ms) == 0 && turns < 25; ++turns) thread.now += 800ms;
    EXPECT_EQ(turns, 5);
}

TEST(Shedding, does_not_begin_with_a_machine_that_stood_still) {
    Thread thread;
    for (int times = 0; times < 20; ++times) {
        thread.pass(200ms, 0ms).now += 2s;
        EXPECT_EQ(thread.pass(100ms, 2s).room(0ms), 0u);
    }
}

TEST(Shedding, lets_in_whoever_finds_room) {
    Thread thread;
    thread.pass(500ms, late).room();
    thread.under_way = 979;
    EXPECT_EQ(thread.room(most), 980u);
    EXPECT_FALSE(thread.refuses_who_has_much());
    thread.under_way = 980;
    thread.room(most);
    EXPECT_TRUE(thread.refuses_who_has_much());
}

TEST(Shedding, makes_the_room_smaller_for_as_long_as_it_is_late_and_never_without_those_who_are_under_way) {
    Thread thread;
    thread.pass(500ms, late);
    EXPECT_EQ(thread.pass(200ms, late).room(), 980u) << "nobody has ended: there is no more to be had from refusing";
    thread.under_way = 500;
    EXPECT_EQ(thread.pass(20ms, late).room(), 961u) << "who works off what has gathered is no measure of who can be under way";
    EXPECT_EQ(thread.pass(20ms, late).room(), 942u);
    EXPECT_EQ(thread.pass(2s, late).room(), 490u);
    thread.under_way = 1;
    EXPECT_EQ(thread.pass(10s, late).room(), 1u) << "one is always let in";
}

TEST(Shedding, makes_the_room_smaller_by_twice_as_much_while_it_is_far_too_late) {
    Thread thread;
    thread.pass(500ms, late).room();
    thread.under_way = 1;
    EXPECT_EQ(thread.pass(20ms, 101ms).room(101ms), 942u);
    EXPECT_EQ(thread.pass(20ms, 101ms).room(101ms), 906u);
    EXPECT_EQ(thread.pass(20ms, late).room(), 888u);
}

TEST(Shedding, makes_the_room_a_fiftieth_larger_with_each_window_in_time_in_which_somebody_found_none) {
    Thread thread;
    thread.pass(500ms, late).room();
    EXPECT_EQ(thread.pass(20ms, most, true).room(most), 999u);
    EXPECT_EQ(thread.pass(20ms, most, true).room(most), 1018u);
    EXPECT_EQ(thread.pass(20ms, most).room(most), 1018u) << "all found some";
    thread.under_way = 10;
    EXPECT_EQ(thread.pass(10s, late).room(), 9u);
    EXPECT_EQ(thread.pass(20ms, most, true).pass(20ms, most, true).room(most), 11u);
}

TEST(Shedding, lets_in_nobody_who_has_much_while_it_is_far_too_late) {
    Thread thread;
    thread.under_way = 1;
    EXPECT_EQ(thread.pass(480ms, 101ms).room(101ms), 0u);
    EXPECT_FALSE(thread.refuses_who_has_much()) << "it has not begun";
    thread.pass(20ms, 101ms);
    thread.under_way = 0;
    EXPECT_EQ(thread.room(101ms), 1u);
    EXPECT_TRUE(thread.refuses_who_has_much());
    EXPECT_EQ(thread.refused_who_have_little(), 0) << "the others have their turn later";
    thread.room(100ms);
    EXPECT_FALSE(thread.refuses_who_has_much());
}

TEST(Shedding, refuses_some_of_the_others_after_a_second_and_more_with_each_window) {
    Thread thread;
    EXPECT_NE(thread.pass(1s, late).room(), 0u);
    EXPECT_EQ(thread.refused_who_have_little(), 0);
    for (int step = 1; step <= 45; ++step) {
        thread.pass(20ms, late).room();
        ASSERT_EQ(thread.refused_who_have_little(), 2 * step);
    }
    thread.pass(10s, late).room();
    EXPECT_EQ(thread.refused_who_have_little(), 90) << "one of ten is always let in";
    thread.pass(200ms, most).room(most);
    EXPECT_EQ(thread.refused_who_have_little(), 70) << "and one of fifty more with each window in time";
    thread.pass(1s, most).room(most);
    EXPECT_EQ(thread.refused_who_have_little(), 0);
}

TEST(Shedding, is_over_when_nobody_was_refused_for_half_a_second) {
    Thread thread;
    thread.pass(600ms, late, true);
    EXPECT_NE(thread.pass(480ms, most).room(most), 0u);
    EXPECT_EQ(thread.pass(60ms, most).room(most), 0u);
    EXPECT_FALSE(thread.refuses_who_has_much());
}

TEST(Shedding, goes_on_while_somebody_is_refused) {
    Thread thread;
    thread.pass(500ms, late);
    for (int i = 0; i < 100; ++i, thread.under_way += 100) ASSERT_NE(thread.pass(20ms, most, true).room(most), 0u) << i;
}

TEST(Shedding, minds_no_single_long_wait) {
    Thread thread;
    for (int second = 0; second < 20; ++second) {
        thread.pass(10ms, 10s).pass(10ms, most);  // half of those who came in each window
        EXPECT_EQ(thread.room(most), 0u);
    }
    thread.pass(480ms, late).pass(20ms, most).pass(480ms, late);
    EXPECT_EQ(thread.room(), 0u) << "half a second in a row";
}

TEST(Shedding, is_over_where_nobody_came_for_two_seconds) {
    Thread thread;
    thread.pass(3s, late, true);
    thread.now += 2s;
    EXPECT_EQ(thread.room(), 0u);
    EXPECT_EQ(thread.refused_who_have_little(), 0);
}

TEST(Shedding, begins_where_few_come_and_all_of_them_wait) {
    Thread thread;
    for (int i = 0; i < 5; ++i, thread.now += 100ms) EXPECT_EQ(thread.room(), 0u) << i;
    for (int i = 0; i < 5; ++i, thread.now += 100ms) thread.room();
    EXPECT_NE(thread.room(), 0u);
    Thread relaxed;
    for (int i = 0; i < 50; ++i, relaxed.now += 100ms) EXPECT_EQ(relaxed.room(i % 2 == 0 ? late : most), 0u) << i;
}

TEST(Shedding, knows_that_who_waited_through_windows_waited) {
    Thread thread;
    for (int i = 0; i < 25; ++i, thread.now += 60ms) thread.room(60ms);  // one turn of the loop after the other takes as long
    EXPECT_NE(thread.room(60ms), 0u);
    Thread patient;
    for (int i = 0; i < 50; ++i, patient.now += 200ms) patient.room(60ms);
    EXPECT_EQ(patient.room(60ms), 0u) << "between them nobody came";
    Thread paused;
    paused.pass(500ms, most).now += 10s;
    EXPECT_EQ(paused.room(10s), 0u) << "a machine that stood still";
    EXPECT_EQ(paused.pass(100ms, most).room(most), 0u);
}

TEST(Shedding, never_begins_where_no_limit_is_set) {
    Thread thread;
    thread.late_max = 0s;
    EXPECT_EQ(thread.pass(10s, 10s).room(most), 0u);
    EXPECT_FALSE(thread.refuses_who_has_much());
}

}  // namespace
}  // namespace parley::limits
