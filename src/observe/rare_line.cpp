#include "observe/rare_line.hpp"

namespace parley::observe {

std::optional<std::uint64_t> RareLine::due(TimePoint now) {
    const Duration::rep reading = now.time_since_epoch().count();
    Duration::rep next = next_.load(std::memory_order_relaxed);
    // Of several threads that find a line due, one gets to write it.
    if (reading < next || !next_.compare_exchange_strong(next, reading + pause_.count(), std::memory_order_relaxed)) {
        left_out_.fetch_add(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    return left_out_.exchange(0, std::memory_order_relaxed);
}

void RareLine::log(TimePoint now, const std::string& line) {
    const std::optional<std::uint64_t> left_out = due(now);
    if (!left_out) return;
    observe::log(level_, *left_out == 0 ? line : line + " (" + std::to_string(*left_out) + " times more since this was said last)");
}

}  // namespace parley::observe
