// wall_clock.hpp: the time of day, for rows and for whatever a person called a date. Deadlines use Clock.
#pragma once

#include <cstdint>
#include <ctime>

namespace parley {

using UnixSeconds = std::int64_t;

/// Handed in where the time of day decides something, so that a test can say what time it is. Thread-safe.
using WallClock = UnixSeconds (*)();

inline UnixSeconds unix_now() { return std::time(nullptr); }

}  // namespace parley
