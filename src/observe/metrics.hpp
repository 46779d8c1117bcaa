// metrics.hpp: counters that cost an addition each. Every thread counts for itself; whoever asks adds the threads up.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "observe/cell.hpp"
#include "observe/model_metrics.hpp"
#include "observe/names.hpp"

namespace parley::observe {

/// One thread's counts. Only that thread adds; any thread may read.
class ThreadMetrics {
  public:
    void add(Counter counter, std::uint64_t amount = 1) { counts_[static_cast<std::size_t>(counter)].add(amount); }
    void record(Timing timing, std::chrono::nanoseconds duration) { histograms_[static_cast<std::size_t>(timing)].record(duration); }
    ModelCounts& model(ModelLabel label) { return models_.of(label); }

  private:
    friend class Metrics;
    std::array<Cell, counters> counts_{};
    std::array<Histogram, timings> histograms_{};
    ModelMetrics models_;
};

class Metrics {
  public:
    /// A new thread's counts; they stay when the thread ends. Thread-safe.
    ThreadMetrics& add_thread();
    std::uint64_t total(Counter counter) const;

    /// Which models have a label of their own.
    ModelNames& model_names() { return model_names_; }

    /// Thread-safe.
    void set(Gauge gauge, double value) { gauges_[static_cast<std::size_t>(gauge)].store(value, std::memory_order_relaxed); }

    /// Everything in Prometheus' text format, version 0.0.4. Thread-safe.
    std::string render() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<ThreadMetrics>> threads_;
    std::array<std::atomic<double>, gauges> gauges_{};
    ModelNames model_names_;
};

}  // namespace parley::observe
