// readiness.hpp: whether a balancer should send requests here.
#pragma once

#include <atomic>

namespace parley::server {

/// Shared by every thread. Not ready before the first request can be answered, nor from the moment a drain begins.
class Readiness {
  public:
    bool ready() const { return ready_.load(std::memory_order_relaxed); }
    void set(bool ready) { ready_.store(ready, std::memory_order_relaxed); }

  private:
    std::atomic<bool> ready_{false};
};

}  // namespace parley::server
