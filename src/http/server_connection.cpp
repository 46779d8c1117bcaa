#include "http/server_connection.hpp"

#include <exception>

#include "http/loop.hpp"
#include "observe/log.hpp"

namespace parley::http {

ServerConnection::ServerConnection(Stream stream, std::string peer, const Environment& environment)
    : loop_(stream.loop()), stream_(std::move(stream)), peer_(std::move(peer)), environment_(environment) {}

// What stays on the stack of coroutines while a stream runs is kept small: whatever has larger locals is a task of its own,
// gone by then.

Task<> ServerConnection::run() {
    if (environment_.tls) {
        const bool secured = co_await shake_hands();
        if (!secured) co_return;
    }
    while (co_await serve_one()) {
    }
    stream_.close();
}

Task<bool> ServerConnection::shake_hands() {
    TlsSession session(*environment_.tls, stream_.socket().descriptor());
    const Deadline deadline = Deadline::after(loop_.now(), environment_.limits.head_timeout);
    const auto secured = co_await stream_.secure(std::move(session), deadline, &stop_);
    co_return secured.has_value();
}

// One request and its answer. False when the connection is to be closed.
Task<bool> ServerConnection::serve_one() {
    const HeadStatus status = co_await read_head();
    if (status == HeadStatus::closed) co_return false;
    started_ = loop_.now();
    answer_by_ = Deadline::never();
    phase_ = Phase::unanswered;
    keep_alive_ = true;
    if (status == HeadStatus::refused) {
        co_await answer_refusal(refusal_);
        co_return false;
    }
    decoder_ = BodyDecoder(head_.framing, environment_.limits);
    body_unread_ = head_.framing.kind != Framing::Kind::none && !decoder_.done();
    if (!body_unread_) watch_for_hang_up();

    const bool handled = co_await run_handler();
    if (!handled && phase_ == Phase::unanswered && !broken_) {
        const Refusal mistake{500, "internal error"};
        co_await answer_refusal(mistake);
        co_return false;
    }
    if (stream_.is_open()) stream_.socket().watch_readable(nullptr);
    if (broken_ || phase_ != Phase::answered) co_return false;
    if (body_unread_ || !keep_alive_) {
        co_await linger();
        co_return false;
    }
    has_answered_ = true;
    keep_early_bytes();
    co_return true;
}

// The one place that catches what should not happen: a mistake of ours costs this exchange and nothing else.
Task<bool> ServerConnection::run_handler() {
    try {
        co_await environment_.handler(*this);
        co_return true;
    } catch (const std::exception& mistake) {
        observe::log(observe::Level::error, std::string("exchange abandoned: ") + mistake.what());
    }
    co_return false;
}

// The last answer on this connection.
Task<> ServerConnection::answer_refusal(Refusal refusal) {
    Response answer;
    if (environment_.answer_refusal) {
        answer = environment_.answer_refusal(refusal.status, refusal.reason);
    } else {
        answer.status = refusal.status;
        answer.content_type = {};
    }
    answer.close = true;
    co_await respond(std::move(answer));
    co_await linger();
}

bool ServerConnection::close_idle() {
    if (stream_.socket().has_unread_bytes()) return false;
    stop_.request(StopReason::shutting_down);
    return true;
}

void ServerConnection::close_when_idle() {
    if (is_linked() && has_answered_) close_idle();
}

void ServerConnection::close_when_unused() {
    if (is_linked() && !has_answered_) close_idle();
}

void ServerConnection::stop_now() {
    broken_ = true;
    stop_.request(StopReason::shutting_down);
}

void ServerConnection::watch_for_hang_up() { stream_.socket().watch_readable(this); }

// Nothing here may touch the connection after stop_.request: the exchange it ends may have been all that kept it.
void ServerConnection::on_socket_ready() {
    const std::span<char> buffer = loop_.receive_buffer();
    const IoResult result = stream_.read_some(buffer);
    if (result.kind == IoResult::Kind::would_block) return watch_for_hang_up();
    const std::size_t waiting = input_.size() - message_end_ + early_.size();
    if (result.kind == IoResult::Kind::bytes && waiting + result.bytes <= environment_.limits.pipelined_bytes_max) {
        early_.append(buffer.data(), result.bytes);
        return watch_for_hang_up();
    }
    broken_ = true;
    stop_.request(StopReason::client_gone);
}

void ServerConnection::cut(Cut how) {
    broken_ = true;
    if (!stream_.is_open()) return;  // reset already: its reader stalled
    if (how == Cut::reset) {
        stream_.reset();
    } else {
        stream_.close();
    }
}

}  // namespace parley::http
