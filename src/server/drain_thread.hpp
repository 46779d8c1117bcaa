// drain_thread.hpp: the thread that keeps the journal empty.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "observe/metrics.hpp"
#include "server/ledger_drain.hpp"

namespace parley::server {

/// Between two looks at a journal that had nothing more: how old a report's newest entry can be.
inline constexpr auto drain_interval = std::chrono::milliseconds(200);
/// Between two parts of a transaction, for a thread that answers and shares the processor: it stands still for half a millisecond and not
/// for a whole transaction.
inline constexpr auto drain_rest = std::chrono::milliseconds(1);
/// After a store or a disk that would not.
inline constexpr auto drain_retry_interval = std::chrono::seconds(1);

class DrainThread {
  public:
    /// All outlive it.
    DrainThread(journal::Journal& journal, store::Writer& store, observe::Metrics& metrics);
    /// Stops where it is; what is left is for the next start.
    ~DrainThread();
    DrainThread(const DrainThread&) = delete;
    DrainThread& operator=(const DrainThread&) = delete;

    /// Moves everything on and stops. For when nobody writes to the journal any more.
    void finish();

  private:
    enum class Order { run, finish, stop };

    void run();
    /// How long to wait for the next round.
    std::chrono::milliseconds round();
    /// On the store's thread. Ends early when there is an order; none while the last round left something, so that no journal fills for it.
    void rest();
    void say(const std::optional<Error>& error);
    void order(Order order);

    journal::Journal& journal_;
    observe::Metrics& metrics_;
    observe::ThreadMetrics& counts_;
    LedgerDrain drain_;
    bool is_stuck_ = false;   // said in the log
    bool is_behind_ = false;  // the last round left something
    std::mutex mutex_;
    std::condition_variable changed_;
    Order order_ = Order::run;
    std::thread thread_;  // last: it uses the others
};

}  // namespace parley::server
