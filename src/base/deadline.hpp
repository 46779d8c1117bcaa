// deadline.hpp: a moment by which something must have happened.
//
// A moment survives being passed on; a duration would start again at every hop. A request's deadline is made once and
// only shortened on the way down.
#pragma once

#include <algorithm>
#include <chrono>

namespace parley {

using Clock = std::chrono::steady_clock;  // wall-clock jumps must never fire or freeze a timer
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

class Deadline {
  public:
    constexpr explicit Deadline(TimePoint at) : at_(at) {}

    static constexpr Deadline after(TimePoint now, Duration wait) { return Deadline(now + wait); }
    /// For waits that something else is known to end.
    static constexpr Deadline never() { return Deadline(TimePoint::max()); }

    constexpr TimePoint at() const { return at_; }
    constexpr bool passed(TimePoint now) const { return now >= at_; }
    constexpr bool is_never() const { return at_ == TimePoint::max(); }
    constexpr Deadline sooner(Deadline other) const { return Deadline(std::min(at_, other.at_)); }

    bool operator==(const Deadline&) const = default;

  private:
    TimePoint at_;
};

}  // namespace parley
