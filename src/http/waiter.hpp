// waiter.hpp: one suspended coroutine and the three ways in which its wait ends.
//
// Every wait in Parley is for something (a socket, an answer from the resolver), until a deadline, unless its exchange is
// stopped. A Waiter lives in the coroutine's frame while it waits, so waiting allocates nothing.
#pragma once

#include <coroutine>
#include <cstdint>

#include "base/deadline.hpp"
#include "http/timer_wheel.hpp"

namespace parley::http {

enum class WaitResult : std::uint8_t { ready, timed_out, stopped };

enum class StopReason : std::uint8_t {
    none,
    client_gone,    // the downstream peer closed or reset while an answer was due
    shutting_down,  // the drain limit passed
};

class Waiter;

/// Ends an exchange from outside: whatever it is waiting for returns `stopped`, now and from then on. One exchange waits
/// for one thing at a time. Once requested it stays so: the connection ends with the exchange.
class StopSignal {
  public:
    StopSignal() = default;
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// May resume the waiting coroutine before it returns; the caller must expect to be destroyed meanwhile.
    void request(StopReason reason);
    StopReason reason() const { return reason_; }
    bool requested() const { return reason_ != StopReason::none; }

  private:
    friend class Waiter;
    Waiter* waiting_ = nullptr;
    StopReason reason_ = StopReason::none;
};

class Waiter : private TimerEntry {
  public:
    explicit Waiter(TimerWheel& wheel) : wheel_(wheel) {}
    ~Waiter();

    bool waiting() const { return handle_ != nullptr; }

    /// Suspends `handle` until wake(), the deadline, or the signal. `stop` may be null.
    void suspend(std::coroutine_handle<> handle, Deadline deadline, StopSignal* stop);

    /// Ends the wait and resumes the coroutine, which may destroy this Waiter. No effect when nobody waits.
    void wake(WaitResult result);
    WaitResult result() const { return result_; }

  private:
    void on_deadline() override { wake(WaitResult::timed_out); }

    TimerWheel& wheel_;
    StopSignal* stop_ = nullptr;
    std::coroutine_handle<> handle_;
    WaitResult result_ = WaitResult::ready;
};

/// co_await Sleep(wheel, deadline, stop): `timed_out` when the moment came, `stopped` when the exchange ended first, `ready`
/// when someone called wake().
class Sleep {
  public:
    Sleep(TimerWheel& wheel, Deadline deadline, StopSignal* stop) : waiter_(wheel), deadline_(deadline), stop_(stop) {}
    bool await_ready() const { return stop_ && stop_->requested(); }
    void await_suspend(std::coroutine_handle<> handle) { waiter_.suspend(handle, deadline_, stop_); }
    WaitResult await_resume() const { return stop_ && stop_->requested() ? WaitResult::stopped : waiter_.result(); }
    void wake() { waiter_.wake(WaitResult::ready); }

  private:
    Waiter waiter_;
    Deadline deadline_;
    StopSignal* stop_;
};

}  // namespace parley::http
