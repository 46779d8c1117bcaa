// rare_line.hpp: one line of the log for something that may happen ten thousand times a second.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "base/deadline.hpp"
#include "observe/log.hpp"

namespace parley::observe {

/// Thread-safe, and cheap when no line is due: for alarms that every thread may raise at once.
class RareLine {
  public:
    /// At most one line in each `pause`.
    RareLine(Level level, Duration pause) : level_(level), pause_(pause) {}

    /// Logs `line`, with the number of those that were left out before it, if a line is due.
    void log(TimePoint now, const std::string& line);

    /// Whether a line is due; if so the next one is not before the pause is over, and the value says how many were left out.
    std::optional<std::uint64_t> due(TimePoint now);

  private:
    Level level_;
    Duration pause_;
    std::atomic<Duration::rep> next_{Duration::min().count()};  // the clock's reading from which on a line is due
    std::atomic<std::uint64_t> left_out_{0};
};

}  // namespace parley::observe
