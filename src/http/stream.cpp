#include "http/stream.hpp"

#include "http/loop.hpp"

namespace parley::http {

Task<Result<void>> Stream::secure(TlsSession session, Deadline deadline, StopSignal* stop) {
    for (;;) {
        const IoResult step = session.handshake();
        if (step.kind == IoResult::Kind::bytes) break;
        if (step.kind != IoResult::Kind::would_block) {
            co_return Error{.kind = ErrorKind::upstream_unavailable, .source = ErrorSource::upstream, .message = session.why()};
        }
        Socket::Readiness turn = as_wanted(step, deadline, stop);
        if (co_await turn != WaitResult::ready) {
            co_return Error{
                .kind = ErrorKind::upstream_timeout, .source = ErrorSource::upstream, .message = "TLS handshake was not completed in time"};
        }
    }
    tls_.emplace(std::move(session));
    decrypted_left_ = true;
    co_return Result<void>();
}

Socket::Readiness Stream::as_wanted(const IoResult& result, Deadline deadline, StopSignal* stop) {
    note_blocked(result);
    return result.wants_write ? socket_.writable(deadline, stop) : socket_.readable(deadline, stop);
}

// OpenSSL reads and writes the descriptor itself; what it found out is news to the socket.
void Stream::note_blocked(const IoResult& result) { result.wants_write ? socket_.note_unwritable() : socket_.note_unreadable(); }

// Whoever finds nothing to read waits for more, and everybody else has a turn meanwhile.
Socket::Turn Stream::next_turn() {
    if (!decrypted_left_ && !socket_.may_be_readable()) read_in_turn_ = 0;
    if (read_in_turn_ < turn_bytes) return Socket::Turn::at_once;
    read_in_turn_ = 0;
    return Socket::Turn::after_others;
}

IoResult Stream::read_some(std::span<char> into) {
    const IoResult result = tls_ ? read_decrypted(into) : socket_.read_some(into);
    read_in_turn_ += result.bytes;
    return result;
}

IoResult Stream::read_decrypted(std::span<char> into) {
    const IoResult result = tls_->read_some(into);
    decrypted_left_ = result.kind != IoResult::Kind::would_block;
    read_wants_write_ = !decrypted_left_ && result.wants_write;
    if (!decrypted_left_) note_blocked(result);
    return result;
}

IoResult Stream::write_some(std::span<const iovec> from) { return tls_ ? tls_->write_some(from) : socket_.write_some(from); }

Task<bool> Stream::write_all(std::string_view bytes, Duration patience, Deadline deadline, StopSignal* stop) {
    while (!bytes.empty()) {
        const iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
        const IoResult result = write_some({&piece, 1});
        if (result.kind == IoResult::Kind::bytes) {
            bytes.remove_prefix(result.bytes);
            continue;
        }
        if (result.kind != IoResult::Kind::would_block) co_return false;
        Socket::Readiness turn = as_wanted(result, Deadline::after(loop().now(), patience).sooner(deadline), stop);
        if (co_await turn != WaitResult::ready) co_return false;
    }
    co_return true;
}

void Stream::shut_down_writing() {
    if (tls_) tls_->say_goodbye();
    socket_.shut_down_writing();
}

void Stream::close() {
    if (!socket_.is_open()) return;
    if (tls_) tls_->say_goodbye();
    socket_.close();
}

}  // namespace parley::http
