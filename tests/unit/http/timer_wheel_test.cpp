// The wheel is driven by hand: time is whatever the test says, and advance() is called where the loop would call it.
#include "http/timer_wheel.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "base/random.hpp"

namespace parley::http {
namespace {

using std::chrono::milliseconds;
const TimePoint start{std::chrono::hours(1000)};

struct Entry final : TimerEntry {
    void on_deadline() override {
        ++fired;
        if (then) then();
    }
    int fired = 0;
    std::function<void()> then;
};

Deadline in(milliseconds wait) { return Deadline::after(start, wait); }

TEST(TimerWheel, fires_at_its_deadline_and_never_before) {
    for (const int wait : {1, 3, 4, 5, 100, 4095, 4096, 4100, 10'000, 600'000}) {
        TimerWheel wheel(start);
        Entry entry;
        wheel.set(entry, in(milliseconds(wait)));
        wheel.advance(start + milliseconds(wait) - std::chrono::nanoseconds(1));
        EXPECT_EQ(entry.fired, 0) << wait;
        wheel.advance(start + milliseconds(wait) + TimerWheel::tick);
        EXPECT_EQ(entry.fired, 1) << wait;
        EXPECT_EQ(wheel.size(), 0u);
    }
}

TEST(TimerWheel, forgets_what_was_cleared_and_what_was_destroyed) {
    TimerWheel wheel(start);
    Entry cleared;
    wheel.set(cleared, in(milliseconds(10)));
    {
        Entry destroyed;
        wheel.set(destroyed, in(milliseconds(10)));
    }
    wheel.clear(cleared);
    EXPECT_EQ(wheel.size(), 0u);
    wheel.advance(start + milliseconds(100));
    EXPECT_EQ(cleared.fired, 0);
}

TEST(TimerWheel, moves_an_entry_that_is_set_again) {
    TimerWheel wheel(start);
    Entry entry;
    wheel.set(entry, in(milliseconds(10)));
    wheel.set(entry, in(milliseconds(50)));
    EXPECT_EQ(wheel.size(), 1u);
    wheel.advance(start + milliseconds(40));
    EXPECT_EQ(entry.fired, 0);
    wheel.advance(start + milliseconds(60));
    EXPECT_EQ(entry.fired, 1);
}

TEST(TimerWheel, fires_a_deadline_in_the_past_at_the_next_tick) {
    TimerWheel wheel(start);
    wheel.advance(start + milliseconds(100));
    Entry entry;
    wheel.set(entry, in(milliseconds(5)));
    EXPECT_EQ(entry.fired, 0);
    wheel.advance(start + milliseconds(104));
    EXPECT_EQ(entry.fired, 1);
}

TEST(TimerWheel, never_fires_an_entry_without_end) {
    TimerWheel wheel(start);
    Entry entry;
    wheel.set(entry, Deadline::never());
    EXPECT_FALSE(entry.is_set());
    wheel.advance(start + std::chrono::hours(100));
    EXPECT_EQ(entry.fired, 0);
}

TEST(TimerWheel, lets_a_firing_entry_set_itself_and_destroy_others) {
    TimerWheel wheel(start);
    Entry repeating;
    auto victim = std::make_unique<Entry>();
    repeating.then = [&] {
        victim.reset();
        if (repeating.fired < 3) wheel.set(repeating, in(milliseconds(10 * (repeating.fired + 1))));
    };
    wheel.set(repeating, in(milliseconds(10)));
    wheel.set(*victim, in(milliseconds(10)));
    for (int at = 0; at <= 100; at += 2) wheel.advance(start + milliseconds(at));
    EXPECT_EQ(repeating.fired, 3);
    EXPECT_EQ(wheel.size(), 0u);
}

struct RememberedAlarm final : Alarm {
    void wake_at(TimePoint moment) override { at = moment; }
    TimePoint at = TimePoint::max();
};

TEST(TimerWheel, asks_to_be_woken_no_later_than_its_next_deadline) {
    RememberedAlarm alarm;
    TimerWheel wheel(start, &alarm);
    Entry late;
    Entry soon;
    wheel.set(late, in(milliseconds(2000)));
    EXPECT_LE(alarm.at, start + milliseconds(2004));
    wheel.set(soon, in(milliseconds(20)));
    EXPECT_LE(alarm.at, start + milliseconds(24));
    wheel.advance(start + milliseconds(24));
    EXPECT_EQ(soon.fired, 1);
    EXPECT_GT(alarm.at, start + milliseconds(24));
    EXPECT_LE(alarm.at, start + milliseconds(2004));
}

// Random sets, moves and clears against the obvious model: a list of deadlines.
TEST(TimerWheel, agrees_with_a_plain_list_of_deadlines) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE(seed);
    Random random(seed);
    RememberedAlarm alarm;
    TimerWheel wheel(start, &alarm);
    constexpr int count = 200;
    std::vector<std::unique_ptr<Entry>> entries;
    std::vector<TimePoint> due(count, TimePoint::max());
    std::vector<int> expected(count, 0);
    for (int index = 0; index < count; ++index) entries.push_back(std::make_unique<Entry>());
    TimePoint now = start;
    for (int step = 0; step < 20'000; ++step) {
        const auto index = static_cast<int>(random.below(count));
        if (random.below(4) == 0) {
            wheel.clear(*entries[index]);
            due[index] = TimePoint::max();
        } else {
            due[index] = now + std::chrono::microseconds(random.below(random.below(10) == 0 ? 20'000'000 : 50'000));
            wheel.set(*entries[index], Deadline(due[index]));
        }
        if (random.below(5) != 0) continue;
        now += std::chrono::microseconds(random.below(30'000));
        wheel.advance(now);
        for (int each = 0; each < count; ++each) {
            const bool fired = entries[each]->fired > expected[each];
            if (fired) {
                ASSERT_LE(due[each], now) << "fired early at step " << step;
                ++expected[each];
                due[each] = TimePoint::max();
            } else {
                ASSERT_GT(due[each], now - 2 * TimerWheel::tick) << "not fired in time at step " << step;
            }
            ASSERT_EQ(entries[each]->fired, expected[each]);
        }
    }
}

}  // namespace
}  // namespace parley::http
