#include "http/pulse.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <memory>

#include "base/task.hpp"
#include "unit/http/loop_thread.hpp"

namespace parley::http {
namespace {

using namespace std::chrono_literals;

/// Something that is ready again whenever it has been served, and takes its time.
class Busy final : public Pollable {
  public:
    Busy(Loop& loop, Duration each) : loop_(loop), each_(each), descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        loop_.poller().add(descriptor_, *this);
    }
    ~Busy() { ::close(descriptor_); }
    void on_events(std::uint32_t) override {
        const TimePoint end = Clock::now() + each_;
        while (Clock::now() < end) {
        }
        ++served;
        ::eventfd_write(descriptor_, 1);
    }
    int served = 0;

  private:
    Loop& loop_;
    Duration each_;
    int descriptor_;
};

/// What the loop says of itself, asked on its thread until `is_enough`, or for ten seconds.
template <class Enough>
Duration lateness_once(testing::LoopThread& thread, Enough is_enough) {
    const TimePoint end = Clock::now() + 10s;
    for (;;) {
        Duration late{};
        bool enough = false;
        thread.run([&] {
            late = thread.loop().lateness();
            enough = is_enough(late);
        });
        if (enough || Clock::now() > end) return late;
    }
}

TEST(Pulse, tells_how_long_what_is_ready_waits) {
    testing::LoopThread thread;
    std::unique_ptr<Busy> one, other;
    thread.run([&] {
        one = std::make_unique<Busy>(thread.loop(), 20ms);
        other = std::make_unique<Busy>(thread.loop(), 20ms);
    });
    EXPECT_GE(lateness_once(thread, [](Duration late) { return late >= 40ms; }), 40ms);
    thread.run([&] {
        EXPECT_GE(one->served + other->served, 2);
        one.reset();
        other.reset();
    });
    EXPECT_EQ(lateness_once(thread, [](Duration late) { return late == Duration::zero(); }), 0ms) << "nothing was measured lately";
}

TEST(Pulse, of_a_loop_with_little_to_do_is_short) {
    testing::LoopThread thread;
    std::unique_ptr<Busy> one;
    thread.run([&] { one = std::make_unique<Busy>(thread.loop(), 10us); });
    EXPECT_LT(lateness_once(thread, [&](Duration late) { return one->served > 100 && late < 10ms; }), 10ms);
    thread.run([&] { one.reset(); });
}

TEST(Pulse, sends_one_sign_at_a_time_and_no_more_than_two_hundred_a_second) {
    Pulse pulse;
    const TimePoint start = Clock::now();
    EXPECT_TRUE(pulse.beat(start));
    EXPECT_FALSE(pulse.beat(start + 1s));
    EXPECT_EQ(pulse.lateness(start + 1s), 1s) << "it is still on its way";
    pulse.on_events(0);
    EXPECT_FALSE(pulse.beat(start + pulse_interval - 1ms));
    EXPECT_TRUE(pulse.beat(start + pulse_interval));
}

}  // namespace
}  // namespace parley::http
