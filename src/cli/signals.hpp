// signals.hpp: the signals that end or reload a command, taken one at a time on the main thread.
#pragma once

#include <atomic>
#include <csignal>
#include <optional>
#include <thread>

#include "base/deadline.hpp"

namespace parley::cli {

/// Made before the first thread: blocks SIGINT, SIGTERM and SIGHUP in all of them, and ignores SIGPIPE, which sockets
/// report as an error instead.
class Signals {
  public:
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// Waits for the next of them and returns its number.
    int wait() const;
    /// The same, but not beyond `deadline` nor when `descriptor` (-1: none) becomes readable: nothing then.
    std::optional<int> wait_beside(int descriptor, Deadline deadline) const;

  private:
    int descriptor_;  // a signalfd: readable while a signal is pending
};

/// While it lives, one more SIGINT or SIGTERM ends the process at once: whoever asks twice does not want to wait.
class ImpatientExit {
  public:
    static constexpr int interrupted_status = 128 + SIGINT;  // as a shell reports it

    /// `signals` outlives it, and nobody else waits for them meanwhile.
    explicit ImpatientExit(const Signals& signals);
    ~ImpatientExit();
    ImpatientExit(const ImpatientExit&) = delete;
    ImpatientExit& operator=(const ImpatientExit&) = delete;

  private:
    void watch(const Signals& signals) const;

    int over_;  // an eventfd: readable once the watch is over
    std::atomic<bool> is_over_{false};
    std::thread thread_;
};

}  // namespace parley::cli
