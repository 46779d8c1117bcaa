// signals.hpp: the signals that end or reload a command, taken one at a time on the main thread.
#pragma once

#include <csignal>
#include <optional>

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

}  // namespace parley::cli
