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
            co_return Error{.kind = ErrorKind::upstream_timeout, .source = ErrorSource::upstream,
                            .message = "TLS handshake was not completed in time"};
        }
    }
    tls_.emplace(std::move(session));
    drained_ = false;
    co_return Result<void>();
}

Socket::Readiness Stream::as_wanted(const IoResult& result, Deadline deadline, StopSignal* stop) {
    return result.wants_write ? socket_.writable(deadline, stop) : socket_.readable(deadline, stop);
}

IoResult Stream::read_some(std::span<char> into) {
    if (!tls_) {
        const IoResult result = socket_.read_some(into);
        // Less than asked for: the socket is empty, or was a moment ago. Waiting finds out for less than reading again.
        drained_ = result.kind != IoResult::Kind::bytes || result.bytes < into.size();
        return result;
    }
    const IoResult result = tls_->read_some(into);
    drained_ = result.kind == IoResult::Kind::would_block;
    read_wants_write_ = drained_ && result.wants_write;
    return result;
}

IoResult Stream::write_some(std::span<const iovec> from) { return tls_ ? tls_->write_some(from) : socket_.write_some(from); }

Task<bool> Stream::write_all(std::string_view bytes, Duration patience, StopSignal* stop) {
    while (!bytes.empty()) {
        const iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
        const IoResult result = write_some({&piece, 1});
        if (result.kind == IoResult::Kind::bytes) {
            bytes.remove_prefix(result.bytes);
            continue;
        }
        if (result.kind != IoResult::Kind::would_block) co_return false;
        Socket::Readiness turn = as_wanted(result, Deadline::after(loop().now(), patience), stop);
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
