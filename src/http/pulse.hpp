// pulse.hpp: how long what has arrived waits until its thread comes to it.
//
// A thread that has more to do than it can do is late for everything, and nothing that it measures of its own work says by how much: the wait is in the
// kernel's list of sockets that are ready. So now and then a sign is put at the end of that list, and it is seen when it comes out. A thread that
// has nothing to do puts none, and is not woken for it.
#pragma once

#include "base/deadline.hpp"
#include "http/poller.hpp"

namespace parley::http {

/// From one sign to the next, at the least.
inline constexpr std::chrono::milliseconds pulse_interval{5};
/// What was measured longer ago than this says nothing of now.
inline constexpr std::chrono::milliseconds pulse_memory{100};

class Pulse final : public Pollable {
  public:
    Pulse();
    ~Pulse();
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    int descriptor() const { return descriptor_; }
    /// A turn of the loop begins: a sign is put into the list, if it is time.
    void beat(TimePoint now);
    /// What waited as long, when it was last measured, or waits as long already; nothing measured lately: no time.
    Duration lateness(TimePoint now) const;

  private:
    void on_events(std::uint32_t events) override;

    int descriptor_;
    TimePoint sent_{};
    TimePoint seen_{};
    Duration latest_{};
    bool is_under_way_ = false;
};

}  // namespace parley::http
