// signals.hpp: the signals that end or reload a command, taken one at a time on the main thread.
#pragma once

#include <csignal>

namespace parley::cli {

/// Made before the first thread: blocks SIGINT, SIGTERM and SIGHUP in all of them, and ignores SIGPIPE, which sockets
/// report as an error instead.
class Signals {
  public:
    Signals();
    /// Waits for the next of them and returns its number.
    int wait() const;

  private:
    sigset_t set_;
};

}  // namespace parley::cli
