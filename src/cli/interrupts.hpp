// interrupts.hpp: Ctrl-C as something that is asked for, instead of something that happens.
#pragma once

#include <span>

#include "http/loop.hpp"
#include "http/socket.hpp"

namespace parley::cli {

/// Made before the first thread: keeps SIGINT pending in all of them until somebody takes it, and ignores SIGPIPE, which
/// writers notice themselves.
class Interrupts {
  public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// Whether Ctrl-C was pressed since the last time. Never waits.
    bool take();
    /// Readable while there is one to take.
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;  // a signalfd
};

/// While it lives, Ctrl-C stops what `stops` belong to, on the loop's thread.
class InterruptWatch final : private http::SocketWatcher {
  public:
    InterruptWatch(http::Loop& loop, Interrupts& interrupts, std::span<http::StopSignal> stops);

  private:
    void on_socket_ready() override;

    Interrupts& interrupts_;
    std::span<http::StopSignal> stops_;
    http::Socket descriptor_;  // a signalfd of its own: a poller forgets a descriptor only when its last copy closes
};

}  // namespace parley::cli
