// stream.hpp: a connected socket, with or without TLS. What connections of both sides read from and write to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "http/socket.hpp"
#include "http/tls.hpp"

namespace parley::http {

class Stream {
  public:
    explicit Stream(Socket socket) : socket_(std::move(socket)) {}
    Stream(Stream&&) = default;

    Socket& socket() { return socket_; }
    Loop& loop() const { return socket_.loop(); }
    bool is_open() const { return socket_.is_open(); }

    /// Completes a TLS handshake; afterwards everything passes through it.
    Task<Result<void>> secure(TlsSession session, Deadline deadline, StopSignal* stop);

    /// Suspends until reading may bring something; does not suspend when earlier reads may have left something behind.
    /// `ready` promises nothing: read_some may still say would_block, and the caller waits again.
    auto readable(Deadline deadline, StopSignal* stop) {
        struct Awaiter {
            Socket::Readiness readiness;
            bool at_once;
            bool await_ready() const { return at_once || readiness.await_ready(); }
            void await_suspend(std::coroutine_handle<> handle) { readiness.await_suspend(handle); }
            WaitResult await_resume() { return at_once ? WaitResult::ready : readiness.await_resume(); }
        };
        const bool at_once = decrypted_left_ && !(stop && stop->requested());
        return Awaiter{read_wants_write_ ? socket_.writable(deadline, stop) : socket_.readable(deadline, stop), at_once};
    }

    /// Reads what is there, into the loop's shared buffer or one of the caller's.
    IoResult read_some(std::span<char> into);

    /// Writes what the kernel takes now.
    IoResult write_some(std::span<const iovec> from);

    /// Writes all of `bytes`, waiting as often as needed. `patience` starts again whenever the peer takes
    /// something. False when the peer is gone, took nothing for that long, or the exchange was stopped.
    Task<bool> write_all(std::string_view bytes, Duration patience, StopSignal* stop);

    void shut_down_writing();
    void reset() { socket_.reset(); }
    void close();

    /// Waits in the direction in which `result` said that it would block.
    Socket::Readiness as_wanted(const IoResult& result, Deadline deadline, StopSignal* stop);

  private:
    void note_blocked(const IoResult& result);

    Socket socket_;
    std::optional<TlsSession> tls_;
    bool decrypted_left_ = false;    // TLS may hold bytes of which the socket knows nothing
    bool read_wants_write_ = false;  // TLS must write before it can read
};

}  // namespace parley::http
