#include "observe/metrics.hpp"

#include "observe/exposition.hpp"

namespace parley::observe {

ThreadMetrics& Metrics::add_thread() {
    const std::lock_guard lock(mutex_);
    return *threads_.emplace_back(std::make_unique<ThreadMetrics>());
}

std::uint64_t Metrics::total(Counter counter) const {
    const std::lock_guard lock(mutex_);
    std::uint64_t sum = 0;
    for (const auto& thread : threads_) sum += thread->counts_[static_cast<std::size_t>(counter)].value();
    return sum;
}

std::string Metrics::render() const {
    std::string out;
    for (std::size_t index = 0; index < counters; ++index) {
        const CounterName& counter = counter_names[index];
        if (index == 0 || counter.name != counter_names[index - 1].name) append_description(out, counter.name, "counter", counter.help);
        append_sample(out, counter.name, counter.label, total(static_cast<Counter>(index)));
    }
    for (std::size_t index = 0; index < gauges; ++index)
        append_gauge(out, gauge_names[index].name, gauge_names[index].help, gauges_[index].load(std::memory_order_relaxed));
    const std::lock_guard lock(mutex_);
    for (std::size_t index = 0; index < timings; ++index) {
        std::vector<const Histogram*> histograms;
        for (const auto& thread : threads_) histograms.push_back(&thread->histograms_[index]);
        append_description(out, timing_names[index].name, "histogram", timing_names[index].help);
        append_histogram(out, timing_names[index].name, "", histograms);
    }
    std::vector<const ModelMetrics*> models;
    for (const auto& thread : threads_) models.push_back(&thread->models_);
    ModelMetrics::append(out, model_names_, models);
    return out;
}

}  // namespace parley::observe
