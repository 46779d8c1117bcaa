// hedge_budget.hpp: the second calls beside one target, counted by all threads together.
#pragma once

#include <atomic>

#include "routing/hedge_savings.hpp"

namespace parley::routing {

/// Thread-safe, without locks. On a cache line of its own: every stream of its target writes it.
class alignas(64) HedgeBudget {
  public:
    /// A request is sent to the target that a second call may be made beside.
    void count_request() {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        while (!word_.compare_exchange_weak(seen, HedgeSavings(seen).with_request().word(), std::memory_order_relaxed)) {
        }
    }

    /// Whether a second call may be made. If so, that is counted. `budget` as in HedgeSavings.
    bool take_hedge(TimePoint now, BasisPoints budget) {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        for (;;) {
            const std::optional<HedgeSavings> next = HedgeSavings(seen).with_hedge(now, budget);
            if (!next) return false;
            if (word_.compare_exchange_weak(seen, next->word(), std::memory_order_relaxed)) return true;
        }
    }

  private:
    std::atomic<std::uint64_t> word_{HedgeSavings().word()};
};

}  // namespace parley::routing
