// journal_health.hpp: whether the journal takes what requests cost, as far as its threads know.
#pragma once

#include <atomic>

namespace parley::exchange {

/// Shared by every thread.
class JournalHealth {
  public:
    /// A thread's journal has got into trouble, or is well again. Each thread says it in turn.
    void trouble_began() { troubled_threads_.fetch_add(1, std::memory_order_relaxed); }
    void trouble_ended() { troubled_threads_.fetch_sub(1, std::memory_order_relaxed); }

    /// False: some requests are answered with 503, because nobody could say afterwards what they cost.
    bool takes_records() const { return troubled_threads_.load(std::memory_order_relaxed) == 0; }

  private:
    std::atomic<unsigned> troubled_threads_{0};
};

}  // namespace parley::exchange
