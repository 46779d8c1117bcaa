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
            WaitResult await_resume() { return readiness.await_resume(); }
        };
        const Socket::Turn turn = next_turn();
        const bool at_once = decrypted_left_ && turn == Socket::Turn::at_once;
        return Awaiter{read_wants_write_ ? socket_.writable(deadline, stop, turn) : socket_.readable(deadline, stop, turn), at_once};
    }

    /// Suspends until everything else on the loop has had its turn; for work that needs no more bytes.
    Socket::Readiness after_others(Deadline deadline, StopSignal* stop) {
        return socket_.readable(deadline, stop, Socket::Turn::after_others);
    }

    /// Reads what is there, into the loop's shared buffer or one of the caller's.
    IoResult read_some(std::span<char> into);

    /// Writes what the kernel takes now.
    IoResult write_some(std::span<const iovec> from);

    /// Writes all of `bytes`, waiting as often as needed. `patience` starts again whenever the peer takes
    /// something. False when the peer is gone, took nothing for that long or not all of it by the deadline, or the exchange
    /// was stopped.
    Task<bool> write_all(std::string_view bytes, Duration patience, Deadline deadline, StopSignal* stop);

    void shut_down_writing();
    void reset() { socket_.reset(); }
    void close();

    /// Waits in the direction in which `result` said that it would block.
    Socket::Readiness as_wanted(const IoResult& result, Deadline deadline, StopSignal* stop);

  private:
    /// What a peer that sends as fast as we read may have before the others on its thread get their turn.
    static constexpr std::size_t turn_bytes = 64 * 1024;

    Socket::Turn next_turn();
    IoResult read_decrypted(std::span<char> into);
    void note_blocked(const IoResult& result);

    Socket socket_;
    std::optional<TlsSession> tls_;
    std::size_t read_in_turn_ = 0;
    bool decrypted_left_ = false;    // TLS may hold bytes of which the socket knows nothing
    bool read_wants_write_ = false;  // TLS must write before it can read
};

}  // namespace parley::http
