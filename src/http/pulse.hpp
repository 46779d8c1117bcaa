// pulse.hpp: how long what has arrived waits until its thread comes to it.
//
// A thread that has more to do than it can do is late for everything, and the length of a turn says little of it: a turn serves a few of
// those that are ready. So now and then a sign is put at the end of their line (poller.hpp), and timed when it comes to the front. A thread
// that has nothing to do puts none, and is not woken for it.
#pragma once

#include "base/deadline.hpp"
#include "http/pollable.hpp"

namespace parley::http {

/// From one sign to the next, at the least.
inline constexpr std::chrono::milliseconds pulse_interval{5};
/// What was measured longer ago than this says nothing of now.
inline constexpr std::chrono::milliseconds pulse_memory{100};

class Pulse final : public Pollable {
  public:
    /// A turn of the loop begins. True: it is time, and the sign goes into the line.
    bool beat(TimePoint now);
    /// What waited as long, when it was last measured, or waits as long already; nothing measured lately: no time.
    Duration lateness(TimePoint now) const;

    /// The sign has come to the front.
    void on_events(std::uint32_t events) override;

  private:
    TimePoint sent_{};
    TimePoint seen_{};
    Duration latest_{};
    bool is_under_way_ = false;
};

}  // namespace parley::http
