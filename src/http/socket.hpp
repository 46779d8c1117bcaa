// socket.hpp: one non-blocking TCP socket whose reads and writes never wait, and waits that end.
//
// Reading is split in two: wait until the socket is readable (nothing is allocated meanwhile), then read into the thread's
// buffer. So a thousand idle streams hold no buffers.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "http/pollable.hpp"
#include "http/waiter.hpp"

namespace parley::http {

class Loop;

struct IoResult {
    enum class Kind : std::uint8_t { bytes, would_block, end, failed };
    Kind kind = Kind::failed;
    std::size_t bytes = 0;
    /// For would_block: TLS may have to write before it can read, and the other way round.
    bool wants_write = false;
};

/// Told that a socket is ready when no coroutine waits for it: a client that hangs up, an idle connection that was closed.
/// Called as the last thing the socket does: it may destroy the socket.
class SocketWatcher {
  public:
    virtual ~SocketWatcher() = default;
    virtual void on_socket_ready() = 0;
};

class Socket {
  public:
    /// Takes over a non-blocking descriptor and registers it with the loop's poller.
    Socket(Loop& loop, int descriptor);
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    ~Socket();

    bool is_open() const { return state_ != nullptr; }
    int descriptor() const;
    Loop& loop() const;

    IoResult read_some(std::span<char> into);
    IoResult write_some(std::span<const iovec> from);

    /// Whether a wait that need not be one is left out, or taken so that everything else on the loop gets its turn.
    enum class Turn : std::uint8_t { at_once, after_others };

    class Readiness;
    /// Suspends until reading (writing) may get somewhere; does not suspend when it may already. A deadline that has passed
    /// ends the wait also when it may: who never ceases to send does not outrun it.
    Readiness readable(Deadline deadline, StopSignal* stop, Turn turn = Turn::at_once);
    Readiness writable(Deadline deadline, StopSignal* stop, Turn turn = Turn::at_once);

    /// Whether something has arrived, bytes or an end, that no read has taken; false alarms are possible.
    bool may_be_readable() const;

    /// Whether bytes have arrived that no read has taken. Asks the kernel.
    bool has_unread_bytes() const;

    /// Calls `watcher` once when the socket becomes readable (writable) and nobody waits for that; soon, if it is already,
    /// but never before this returns. Null ends the watch.
    void watch_readable(SocketWatcher* watcher);
    void watch_writable(SocketWatcher* watcher);

    /// Where it waits for its turn of the loop, once something has come; at once if it waits already.
    void wait_in(Pollable::Line line);

    /// For TLS, which reads and writes the descriptor itself: what it found out about the socket.
    void note_unreadable();
    void note_unwritable();

    /// Sends FIN; reading goes on.
    void shut_down_writing();
    /// Closes with RST: the peer sees a reset instead of an end.
    void reset();
    void close();

    struct State;

  private:
    State* state_;
};

/// Turns "readable" or "writable" into a suspension of one coroutine.
class Socket::Readiness {
  public:
    enum class Direction : std::uint8_t { read, write };
    Readiness(State& state, Direction direction, Deadline deadline, StopSignal* stop, Turn turn);
    bool await_ready() const;
    void await_suspend(std::coroutine_handle<> handle);
    WaitResult await_resume();

  private:
    bool is_over() const;

    State& state_;
    Direction direction_;
    Turn turn_;
    Deadline deadline_;
    StopSignal* stop_;
    Waiter waiter_;
};

}  // namespace parley::http
