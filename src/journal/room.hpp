// room.hpp: how much all files of the journal may take together.
#pragma once

#include <atomic>
#include <cstdint>

namespace parley::journal {

/// Safe to use from several threads.
class Room {
  public:
    explicit Room(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

    /// False: there is not as much left.
    bool take(std::uint64_t bytes) {
        std::uint64_t taken = this->taken();
        while (taken + bytes <= bytes_max_) {
            if (taken_.compare_exchange_weak(taken, taken + bytes, std::memory_order_relaxed)) return true;
        }
        return false;
    }
    /// For what is there already, however full that makes the journal.
    void count(std::uint64_t bytes) { taken_.fetch_add(bytes, std::memory_order_relaxed); }
    void give_back(std::uint64_t bytes) { taken_.fetch_sub(bytes, std::memory_order_relaxed); }

    std::uint64_t taken() const { return taken_.load(std::memory_order_relaxed); }
    std::uint64_t bytes_max() const { return bytes_max_; }

  private:
    const std::uint64_t bytes_max_;
    std::atomic<std::uint64_t> taken_ = 0;
};

}  // namespace parley::journal
