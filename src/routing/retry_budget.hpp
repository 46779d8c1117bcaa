// retry_budget.hpp: the retries of one target, counted by all threads together.
#pragma once

#include <atomic>

#include "routing/retry_window.hpp"

namespace parley::routing {

/// Thread-safe, without locks. On a cache line of its own: every request to its target writes it.
class alignas(64) RetryBudget {
  public:
    /// A request is sent to the target, for the first time.
    void count_request(TimePoint now) {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        while (!word_.compare_exchange_weak(seen, RetryWindow(seen).with_request(now).word(), std::memory_order_relaxed)) {
        }
    }

    /// Whether it may be sent once more. If so, that is counted.
    bool take_retry(TimePoint now) {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        for (;;) {
            const std::optional<RetryWindow> next = RetryWindow(seen).with_retry(now);
            if (!next) return false;
            if (word_.compare_exchange_weak(seen, next->word(), std::memory_order_relaxed)) return true;
        }
    }

  private:
    std::atomic<std::uint64_t> word_{RetryWindow().word()};
};

}  // namespace parley::routing
