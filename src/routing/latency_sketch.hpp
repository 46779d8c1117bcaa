// latency_sketch.hpp: how long a target lately took to its first chunk: enough to say what is usual and what is slow.
//
// Counts by size, sixteen sizes to each doubling, so that a percentile is known to a sixteenth: a hedge that is sent too late by more
// misses what it is for. Two halves of thirty seconds each: the older one is forgotten when a new one begins.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "base/deadline.hpp"

namespace parley::routing {

inline constexpr std::chrono::seconds sketch_half{30};
/// Fewer than these say nothing of what is usual.
inline constexpr std::uint32_t sketch_samples_min = 20;

/// Thread-safe, without locks; a sample that is counted just when a half is forgotten may be lost. Two kilobytes.
class LatencySketch {
  public:
    void record(Duration duration, TimePoint now);
    /// The duration that so many of a hundred do not exceed, rounded up; nothing while too few are known.
    std::optional<Duration> percentile(unsigned percent, TimePoint now) const;
    /// The root of the mean of the squares: the usual duration, as it is felt where long ones hurt more than their share. Nothing while
    /// too few are known.
    std::optional<Duration> burden(TimePoint now) const;
    std::uint32_t samples(TimePoint now) const;

  private:
    static constexpr std::size_t sizes_per_doubling = 16;
    static constexpr std::size_t doublings = 15;  // from 2 ms to 65 s
    static constexpr std::size_t sizes = sizes_per_doubling * doublings + 1;

    using Half = std::array<std::atomic<std::uint32_t>, sizes>;
    static std::size_t size_of(Duration duration);
    static Duration upper_bound(std::size_t size);
    bool is_current(std::size_t half, TimePoint now) const;

    std::array<Half, 2> halves_{};
    std::array<std::atomic<std::uint64_t>, 2> numbers_{};  // of the thirty seconds that each half counts
};

}  // namespace parley::routing
