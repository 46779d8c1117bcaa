// breaker.hpp: the breaker of one target, moved by all threads together.
#pragma once

#include <atomic>
#include <utility>

#include "routing/breaker_state.hpp"

namespace parley::routing {

/// Thread-safe, without locks.
class Breaker {
  public:
    /// Whether a request may be sent there now. While it is open, one in a second may.
    bool admits(TimePoint now) {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        for (;;) {
            const std::optional<BreakerState> next = BreakerState(seen).admitting(now);
            if (!next) return false;
            if (next->word() == seen || word_.compare_exchange_weak(seen, next->word(), std::memory_order_relaxed)) return true;
        }
    }
    /// called  when the target was asked
    void count_success(TimePoint now, TimePoint called) {
        move([=](BreakerState state) { return state.after_success(now, called); });
    }
    /// A failure that dents_health(). True: it was the one that opened the breaker.
    bool count_failure(providers::FailureClass failure, TimePoint now) {
        const auto [before, after] = move([=](BreakerState state) { return state.after_failure(failure, now); });
        const bool has_opened = after.is_open() && !before.is_open();
        if (has_opened) times_opened_.fetch_add(1, std::memory_order_relaxed);
        return has_opened;
    }

    BreakerState state() const { return BreakerState(word_.load(std::memory_order_relaxed)); }
    std::uint64_t times_opened() const { return times_opened_.load(std::memory_order_relaxed); }

  private:
    template <class Change>
    std::pair<BreakerState, BreakerState> move(Change change) {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        for (;;) {
            const BreakerState next = change(BreakerState(seen));
            if (word_.compare_exchange_weak(seen, next.word(), std::memory_order_relaxed)) return {BreakerState(seen), next};
        }
    }

    std::atomic<std::uint64_t> word_{BreakerState().word()};
    std::atomic<std::uint64_t> times_opened_{0};
};

}  // namespace parley::routing
