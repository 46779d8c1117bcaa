// cell.hpp: numbers that one thread counts and any thread may read.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace parley::observe {

/// One writer: no locked instruction is needed, only a store that readers see whole.
class Cell {
  public:
    void add(std::uint64_t amount) { value_.store(value() + amount, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// Upper bounds of the buckets, in milliseconds; one more bucket takes the rest.
inline constexpr std::array<std::uint32_t, 14> bucket_bounds_ms{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 60000};

/// Durations by their size.
class Histogram {
  public:
    void record(std::chrono::nanoseconds duration);

    static constexpr std::size_t bucket_count = bucket_bounds_ms.size() + 1;
    std::uint64_t in_bucket(std::size_t bucket) const { return buckets_[bucket].value(); }
    std::uint64_t sum_nanoseconds() const { return sum_nanoseconds_.value(); }

  private:
    std::array<Cell, bucket_count> buckets_{};
    Cell sum_nanoseconds_;
};

}  // namespace parley::observe
