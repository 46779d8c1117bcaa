#include "routing/latency_sketch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace parley::routing {
namespace {

/// Durations are told apart in units of this; the shortest size is as many of them as a doubling has sizes.
constexpr std::chrono::microseconds unit{128};

std::uint64_t number_at(TimePoint now) { return static_cast<std::uint64_t>(now.time_since_epoch() / sketch_half); }

}  // namespace

void LatencySketch::record(Duration duration, TimePoint now) {
    const std::uint64_t number = number_at(now);
    const std::size_t half = number % 2;
    std::uint64_t seen = numbers_[half].load(std::memory_order_relaxed);
    if (seen != number && numbers_[half].compare_exchange_strong(seen, number, std::memory_order_relaxed)) {
        for (auto& count : halves_[half]) count.store(0, std::memory_order_relaxed);
    }
    halves_[half][size_of(duration)].fetch_add(1, std::memory_order_relaxed);
}

std::optional<Duration> LatencySketch::percentile(unsigned percent, TimePoint now) const {
    const std::uint32_t total = samples(now);
    if (total < sketch_samples_min) return std::nullopt;
    const std::uint64_t wanted = (std::uint64_t{total} * percent + 99) / 100;
    std::uint64_t passed = 0;
    for (std::size_t size = 0; size < sizes; ++size) {
        for (std::size_t half = 0; half < halves_.size(); ++half) {
            if (is_current(half, now)) passed += halves_[half][size].load(std::memory_order_relaxed);
        }
        if (passed >= wanted) return upper_bound(size);
    }
    return upper_bound(sizes - 1);
}

std::optional<Duration> LatencySketch::burden(TimePoint now) const {
    std::uint64_t total = 0;
    double squares = 0;
    for (std::size_t half = 0; half < halves_.size(); ++half) {
        if (!is_current(half, now)) continue;
        for (std::size_t size = 0; size < sizes; ++size) {
            const std::uint32_t count = halves_[half][size].load(std::memory_order_relaxed);
            if (count == 0) continue;
            total += count;
            squares += count * std::pow(std::chrono::duration<double>(upper_bound(size)).count(), 2);
        }
    }
    if (total < sketch_samples_min) return std::nullopt;
    const std::chrono::duration<double> root(std::sqrt(squares / static_cast<double>(total)));
    return std::chrono::duration_cast<Duration>(root);
}

std::uint32_t LatencySketch::samples(TimePoint now) const {
    std::uint32_t total = 0;
    for (std::size_t half = 0; half < halves_.size(); ++half) {
        if (!is_current(half, now)) continue;
        for (const auto& count : halves_[half]) total += count.load(std::memory_order_relaxed);
    }
    return total;
}

/// Of this half minute, or of the one before.
bool LatencySketch::is_current(std::size_t half, TimePoint now) const {
    return number_at(now) - numbers_[half].load(std::memory_order_relaxed) <= 1;
}

/// As many units as a doubling has sizes are the first size; then so many sizes to each doubling.
std::size_t LatencySketch::size_of(Duration duration) {
    const auto units = static_cast<std::uint64_t>(std::max<std::int64_t>((duration - Duration(1)) / unit, 0));
    if (units < sizes_per_doubling) return 0;
    const int octave = std::bit_width(units) - std::bit_width(sizes_per_doubling);
    const std::size_t part = units >> octave & (sizes_per_doubling - 1);
    return std::min(sizes_per_doubling * static_cast<std::size_t>(octave) + part + 1, sizes - 1);
}

Duration LatencySketch::upper_bound(std::size_t size) {
    if (size == 0) return unit * static_cast<int>(sizes_per_doubling);
    const std::size_t octave = (size - 1) / sizes_per_doubling;
    const std::size_t part = (size - 1) % sizes_per_doubling;
    return unit * static_cast<std::int64_t>((sizes_per_doubling + part + 1) << octave);
}

}  // namespace parley::routing
