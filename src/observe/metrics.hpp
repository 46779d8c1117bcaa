// metrics.hpp: counters that cost an addition each. Every thread counts for itself; whoever asks adds the threads up.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "observe/names.hpp"

namespace parley::observe {

/// One thread's counts. Only that thread adds; any thread may read.
class ThreadMetrics {
  public:
    void add(Counter counter, std::uint64_t amount = 1) { add_to(counts_[static_cast<std::size_t>(counter)], amount); }
    void record(Timing timing, std::chrono::nanoseconds duration);

  private:
    friend class Metrics;
    using Cell = std::atomic<std::uint64_t>;
    // One writer: no locked instruction is needed, only a store that readers see whole.
    static void add_to(Cell& cell, std::uint64_t amount) {
        cell.store(cell.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    struct Histogram {
        std::array<Cell, bucket_bounds_ms.size() + 1> buckets{};
        Cell sum_nanoseconds{0};
    };
    std::array<Cell, counters> counts_{};
    std::array<Histogram, timings> histograms_{};
};

class Metrics {
  public:
    /// A new thread's counts; they stay when the thread ends. Thread-safe.
    ThreadMetrics& add_thread();
    std::uint64_t total(Counter counter) const;

    /// Thread-safe.
    void set(Gauge gauge, double value) { gauges_[static_cast<std::size_t>(gauge)].store(value, std::memory_order_relaxed); }

    /// Everything in Prometheus' text format, version 0.0.4. Thread-safe.
    std::string render() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<ThreadMetrics>> threads_;
    std::array<std::atomic<double>, gauges> gauges_{};
};

/// For values that are asked rather than counted: appends `# TYPE` and the sample.
void append_gauge(std::string& out, std::string_view name, std::string_view help, double value);

}  // namespace parley::observe
