// loop.hpp: one thread's event loop: Asio's io_context, the thread's deadlines, and its receive buffer.
//
// Everything that hangs on a Loop is used on its thread only; post() is the one way in from outside.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/deadline.hpp"
#include "base/random.hpp"
#include "http/poller.hpp"
#include "http/spare_buffers.hpp"
#include "http/timer_wheel.hpp"
#include "http/turn_end.hpp"
#include "http/waiter.hpp"

namespace parley::http {

class Loop : private Alarm {
  public:
    /// Bytes that one read can bring. Shared by every connection of the thread: a connection owns memory only while it
    /// holds part of a message.
    static constexpr std::size_t receive_bytes = 64 * 1024;

    explicit Loop(std::uint64_t seed = random_seed());
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Runs until stop(). On the thread that owns the loop.
    void run();
    void stop();

    /// Calls `work` on the loop's thread, soon. Thread-safe.
    void post(std::function<void()> work);

    boost::asio::io_context& context() { return context_; }
    Poller& poller() { return poller_; }
    TimerWheel& timers() { return timers_; }
    Random& random() { return random_; }

    /// Overwritten by the next read of any connection: what must survive a suspension is copied out first.
    std::span<char> receive_buffer() { return {receive_buffer_.get(), receive_bytes}; }
    /// For bodies that are read to where they stay.
    SpareBuffers& spare_buffers() { return spare_buffers_; }
    /// Scratch space for output that is sent before the next suspension. Keeps its capacity.
    std::string& output_buffer() { return output_buffer_; }
    /// The same for message heads and chunk framing, so that a head can be written in front of output in one write.
    std::string& head_buffer() { return head_buffer_; }

    /// The time as of the current turn of the loop: what deadlines are made from. Durations that somebody reads are measured
    /// with Clock::now().
    TimePoint now() const { return now_; }
    /// How long what arrives waits at the moment until this thread comes to it.
    Duration lateness() const { return poller_.lateness(now_); }
    /// What is sent in a turn leaves at its end: co_await loop.turn_end().reached().
    TurnEnd& turn_end() { return turn_end_; }
    /// The clock of a new turn.
    void tick() { now_ = Clock::now(); }
    /// The value of a `date` field (RFC 9110, 5.6.7), renewed once a second.
    std::string_view date();

    /// Sleeps on the wheel: co_await loop.sleep_until(deadline, &stop).
    Sleep sleep_until(Deadline deadline, StopSignal* stop) { return Sleep(timers_, deadline, stop); }
    Sleep sleep_for(Duration duration, StopSignal* stop) { return sleep_until(Deadline::after(now(), duration), stop); }

  private:
    void wake_at(TimePoint moment) override;

    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer timer_;
    TimePoint now_ = Clock::now();
    TurnEnd turn_end_;
    Poller poller_;
    TimerWheel timers_;
    Random random_;
    std::unique_ptr<char[]> receive_buffer_;
    SpareBuffers spare_buffers_;
    std::string output_buffer_;
    std::string head_buffer_;
    std::string date_;
    std::int64_t date_second_ = 0;
};

}  // namespace parley::http
