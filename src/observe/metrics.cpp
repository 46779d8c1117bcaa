#include "observe/metrics.hpp"

#include <fmt/format.h>

#include <iterator>

namespace parley::observe {
namespace {

void append_description(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

}  // namespace

void ThreadMetrics::record(Timing timing, std::chrono::nanoseconds duration) {
    Histogram& histogram = histograms_[static_cast<std::size_t>(timing)];
    std::size_t bucket = 0;
    while (bucket < bucket_bounds_ms.size() && duration > std::chrono::milliseconds(bucket_bounds_ms[bucket])) ++bucket;
    add_to(histogram.buckets[bucket], 1);
    add_to(histogram.sum_nanoseconds, static_cast<std::uint64_t>(duration.count()));
}

ThreadMetrics& Metrics::add_thread() {
    const std::lock_guard lock(mutex_);
    return *threads_.emplace_back(std::make_unique<ThreadMetrics>());
}

std::uint64_t Metrics::total(Counter counter) const {
    const std::lock_guard lock(mutex_);
    std::uint64_t sum = 0;
    for (const auto& thread : threads_) sum += thread->counts_[static_cast<std::size_t>(counter)].load(std::memory_order_relaxed);
    return sum;
}

std::string Metrics::render() const {
    std::string out;
    for (std::size_t index = 0; index < counters; ++index) {
        const CounterName& counter = counter_names[index];
        if (index == 0 || counter.name != counter_names[index - 1].name)
            append_description(out, counter.name, "counter", counter.help);
        const std::string labels = counter.label.empty() ? "" : fmt::format("{{{}}}", counter.label);
        fmt::format_to(std::back_inserter(out), "{}{} {}\n", counter.name, labels, total(static_cast<Counter>(index)));
    }
    for (std::size_t index = 0; index < gauges; ++index)
        append_gauge(out, gauge_names[index].name, gauge_names[index].help, gauges_[index].load(std::memory_order_relaxed));
    const std::lock_guard lock(mutex_);
    for (std::size_t index = 0; index < timings; ++index) {
        const std::string_view name = timing_names[index].name;
        append_description(out, name, "histogram", timing_names[index].help);
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket <= bucket_bounds_ms.size(); ++bucket) {
            for (const auto& thread : threads_)
                below += thread->histograms_[index].buckets[bucket].load(std::memory_order_relaxed);
            const std::string bound =
                bucket < bucket_bounds_ms.size() ? fmt::format("{}", bucket_bounds_ms[bucket] / 1000.0) : "+Inf";
            fmt::format_to(std::back_inserter(out), "{}_bucket{{le=\"{}\"}} {}\n", name, bound, below);
        }
        std::uint64_t nanoseconds = 0;
        for (const auto& thread : threads_)
            nanoseconds += thread->histograms_[index].sum_nanoseconds.load(std::memory_order_relaxed);
        fmt::format_to(std::back_inserter(out), "{}_sum {}\n{}_count {}\n", name, nanoseconds / 1e9, name, below);
    }
    return out;
}

void append_gauge(std::string& out, std::string_view name, std::string_view help, double value) {
    append_description(out, name, "gauge", help);
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
}

}  // namespace parley::observe
