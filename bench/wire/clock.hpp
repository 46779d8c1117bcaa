// clock.hpp: the one clock of the bench. CLOCK_MONOTONIC is the same for every process of a machine, so a stamp
// written by the upstream can be compared with the moment at which a load generator reads it.
#pragma once

#include <cstdint>
#include <ctime>

namespace bench::wire {

using Nanoseconds = std::int64_t;

inline constexpr Nanoseconds second = 1'000'000'000;
inline constexpr Nanoseconds millisecond = 1'000'000;

inline Nanoseconds now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * second + time.tv_nsec;
}

}  // namespace bench::wire
