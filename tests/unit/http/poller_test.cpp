// In which order those are served that are ready at the same time: everything here becomes ready within one turn of the loop.
#include "http/poller.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <string>

#include "base/task.hpp"
#include "loop_thread.hpp"

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using Line = Pollable::Line;

/// Ready when told, and says so when it is served.
class Waiting final : public Pollable {
  public:
    Waiting(Loop& loop, Line line, char letter, std::string& served, Duration takes = {})
        : letter_(letter), served_(served), takes_(takes), descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        loop.poller().add(descriptor_, *this);
        loop.poller().wait_in(*this, line);
    }
    ~Waiting() { ::close(descriptor_); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    void make_ready() { ::eventfd_write(descriptor_, 1); }
    void on_events(std::uint32_t events) override {
        is_known_ = true;
        if ((events & EPOLLIN) == 0) return;  // that it may be written to, which it always may
        const TimePoint end = Clock::now() + takes_;
        served_ += letter_;
        while (Clock::now() < end) {
        }
        if (also_) also_();
    }
    void then(std::function<void()> what) { also_ = std::move(what); }
    /// The kernel has said that it may be written to: from now on it is ready when it is made ready, and not before.
    bool is_known() const { return is_known_; }

  private:
    char letter_;
    std::string& served_;
    Duration takes_;
    int descriptor_;
    bool is_known_ = false;
    std::function<void()> also_;
};

class PollerLines : public ::testing::Test {
  protected:
    ~PollerLines() override {
        thread.run([&] { waiting.clear(); });
    }
    /// In the order in which they become ready.
    void add(Line line, char letter, int count, Duration takes = {}) {
        thread.run([&] {
            for (int i = 0; i < count; ++i) waiting.emplace_back(thread.loop(), line, letter, served, takes);
        });
        const auto are_known = [&] {
            bool all = false;
            thread.run([&] { all = std::all_of(waiting.begin(), waiting.end(), [](const Waiting& one) { return one.is_known(); }); });
            return all;
        };
        for (const TimePoint end = Clock::now() + 10s; !are_known() && Clock::now() < end;) {
        }
    }
    std::string serve_all(std::size_t expected) {
        thread.run([&] {
            for (Waiting& one : waiting) one.make_ready();
        });
        const TimePoint end = Clock::now() + 10s;
        std::string now;
        while (now.size() < expected && Clock::now() < end) thread.run([&] { now = served; });
        return now;
    }

    Task<> send() {
        co_await thread.loop().turn_end().reached();
        served += '!';
    }

    testing::LoopThread thread;
    std::string served;
    std::deque<Waiting> waiting;
};

TEST_F(PollerLines, whoever_begins_goes_before_the_rest) {
    add(Line::rest, 'r', 5);
    add(Line::beginnings, 'b', 5);
    EXPECT_EQ(serve_all(10), "bbbbbrrrrr");
}

TEST_F(PollerLines, many_who_begin_leave_half_of_the_time_to_the_rest) {
    add(Line::rest, 'r', 200, 20us);
    add(Line::beginnings, 'b', 200, 20us);
    const std::string order = serve_all(400);
    const auto rest = static_cast<std::size_t>(std::count(order.begin(), order.begin() + 256, 'r'));
    EXPECT_EQ(order.front(), 'b');
    EXPECT_GE(rest, 32u) << order;
    EXPECT_LE(rest, 192u) << order;
    EXPECT_EQ(order.size(), 400u);
}

// A machine that stands still for a moment makes the turns shorter, never longer.
TEST_F(PollerLines, neither_line_is_served_for_longer_than_a_millisecond) {
    add(Line::rest, 'r', 40, 200us);
    add(Line::beginnings, 'b', 40, 200us);
    const std::string order = serve_all(80);
    EXPECT_EQ(order.size(), 80u);
    constexpr auto at_most = static_cast<std::size_t>(Poller::served_for_max / 200us);
    std::size_t in_a_row = 0;
    for (std::size_t i = 0; i + 1 < order.rfind('b') && i + 1 < order.rfind('r'); ++i) {
        in_a_row = i > 0 && order[i] == order[i - 1] ? in_a_row + 1 : 1;
        EXPECT_LE(in_a_row, at_most) << order;
    }
}

// Callers hear that they are refused before the streams of others go on.
TEST_F(PollerLines, what_a_line_sends_leaves_before_the_other_is_served) {
    add(Line::beginnings, 'b', 3);
    add(Line::rest, 'r', 3);
    thread.run([&] { waiting.front().then([&] { spawn(send()); }); });
    EXPECT_EQ(serve_all(7), "bbb!rrr");
}

TEST_F(PollerLines, lateness_counts_fourfold_for_who_begins) {
    for (const Line line : {Line::beginnings, Line::rest}) {
        add(line, 'x', 200, 1ms);
        Duration late{};
        thread.run([&] { waiting.back().then([&] { late = thread.loop().lateness(); }); });
        const TimePoint began = Clock::now();
        serve_all(served.size() + 200);
        const Duration all = Clock::now() - began;
        thread.run([&] { waiting.clear(); });
        const int weight = line == Line::beginnings ? 4 : 1;
        EXPECT_GE(late, weight * 64ms) << "the last is served while a sign waits behind it since all of them came";
        EXPECT_LE(late, weight * all);
    }
}

TEST_F(PollerLines, the_rest_goes_on_where_nobody_begins) {
    add(Line::rest, 'r', 300);
    EXPECT_EQ(serve_all(300), std::string(300, 'r'));
}

TEST_F(PollerLines, who_has_gone_meanwhile_is_not_served) {
    add(Line::beginnings, 'b', 1);
    add(Line::rest, 'r', 3);
    thread.run([&] { waiting.front().then([&] { waiting.pop_back(); }); });
    EXPECT_EQ(serve_all(3), "brr");
}

TEST_F(PollerLines, one_that_changes_its_line_waits_there_from_the_next_time_on) {
    add(Line::beginnings, 'x', 1);
    add(Line::beginnings, 'b', 2);
    EXPECT_EQ(serve_all(3), "xbb");
    thread.run([&] { thread.loop().poller().wait_in(waiting.front(), Line::rest); });
    EXPECT_EQ(serve_all(6), "xbbbbx");
}

// A connection that asks anew: what is left of its last answer may have made it ready, and wait still.
TEST_F(PollerLines, one_that_changes_its_line_while_it_waits_goes_over) {
    add(Line::beginnings, 'b', 1);
    add(Line::rest, 'r', 2);
    add(Line::rest, 'x', 1);
    thread.run([&] { waiting.front().then([&] { thread.loop().poller().wait_in(waiting.back(), Line::beginnings); }); });
    EXPECT_EQ(serve_all(4), "bxrr");
}

}  // namespace
}  // namespace parley::http
