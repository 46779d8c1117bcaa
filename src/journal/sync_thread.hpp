// sync_thread.hpp: the one thread that waits for the disk, so that no loop has to.
#pragma once

#include <atomic>
#include <thread>

#include "journal/limits.hpp"
#include "journal/syncer.hpp"

namespace parley::journal {

/// Makes a round of the syncer when there is news: under Durability::power at once, under Durability::crash sync_interval
/// later, so that a busy disk is asked twenty times a second and an idle one never. Waits by the monotonic clock.
class SyncThread {
  public:
    SyncThread(Syncer& syncer, Durability durability);
    /// Makes a last round.
    ~SyncThread();
    SyncThread(const SyncThread&) = delete;
    SyncThread& operator=(const SyncThread&) = delete;

    /// Something was written. From any thread; costs a system call only when there was no other news.
    void tell();

  private:
    void run();
    void wait(int milliseconds) const;
    void wake() const;

    Syncer& syncer_;
    const Durability durability_;
    const int wake_;  // an eventfd: readable when there is something to do
    std::atomic<bool> news_ = false;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace parley::journal
