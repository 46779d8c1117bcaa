#include "http/socket.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "http/loop.hpp"

namespace parley::http {
namespace {

/// Up to here several pieces are sent as one: the kernel takes longer to read a list of them than they take to be put together.
constexpr std::size_t joined_bytes_max = 2048;

/// The pieces one behind the other in `joined`; empty where they do not fit.
std::span<const char> join(std::span<const iovec> pieces, std::span<char> joined) {
    std::size_t size = 0;
    for (const iovec& piece : pieces) {
        if (piece.iov_len > joined.size() - size) return {};
        std::copy_n(static_cast<const char*>(piece.iov_base), piece.iov_len, joined.data() + size);
        size += piece.iov_len;
    }
    return joined.first(size);
}

ssize_t send_pieces(int descriptor, std::span<const iovec> pieces) {
    if (pieces.size() == 1) return ::send(descriptor, pieces.front().iov_base, pieces.front().iov_len, MSG_NOSIGNAL);
    std::array<char, joined_bytes_max> room;
    const std::span<const char> joined = join(pieces, room);
    if (!joined.empty()) return ::send(descriptor, joined.data(), joined.size(), MSG_NOSIGNAL);
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());
    message.msg_iovlen = pieces.size();
    return ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

}  // namespace

/// What epoll knows the socket by; it stays where it is while the Socket moves.
struct Socket::State final : Pollable {
    /// Edge-triggered: `ready` stays true until a read or write has found the end of what is there.
    struct Side {
        Waiter* waiter = nullptr;
        SocketWatcher* watcher = nullptr;
        bool ready = false;
        bool told_soon = false;  // a notice is on its way: one is enough, and more would crowd out everyone else's
    };

    State(Loop& owner, int number) : loop(owner), descriptor(number) {
        if (loop.poller().add(descriptor, *this)) return;
        ::shutdown(descriptor, SHUT_RDWR);  // nobody would ever be told of it: the next read or write fails instead
        peer_closed = reading.ready = writing.ready = true;
    }
    ~State() {
        ::close(descriptor);
        if (destroyed) *destroyed = true;
    }

    void on_events(std::uint32_t events) override {
        bool gone = false;
        destroyed = &gone;
        if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) peer_closed = true;
        if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
            reading.ready = true;
            notify(reading);
            if (gone) return;
        }
        destroyed = nullptr;
        if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) {
            writing.ready = true;
            notify(writing);
        }
    }

    // Whoever is called here may destroy the socket.
    static void notify(Side& side) {
        if (side.waiter) {
            side.waiter->wake(WaitResult::ready);
        } else if (side.watcher) {
            std::exchange(side.watcher, nullptr)->on_socket_ready();
        }
    }

    void watch(Side& side, SocketWatcher* watcher) {
        side.watcher = watcher;
        // Ready already, so epoll will not say it again. Rare: bytes that one full read left behind.
        if (watcher && side.ready) notify_soon(side);
    }

    void notify_soon(Side& side) {
        if (std::exchange(side.told_soon, true)) return;
        loop.post([alive = std::weak_ptr<char>(token()), &side] {
            if (alive.expired()) return;
            side.told_soon = false;
            notify(side);
        });
    }

    std::shared_ptr<char> token() {
        if (!token_) token_ = std::make_shared<char>();
        return token_;
    }

    Loop& loop;
    int descriptor;
    bool peer_closed = false;  // the end was announced with the last bytes: no further edge will tell
    Side reading;
    Side writing;
    bool* destroyed = nullptr;
    std::shared_ptr<char> token_;  // made only when needed; dies with the state
};

Socket::Socket(Loop& loop, int descriptor) : state_(new State(loop, descriptor)) {}
Socket::Socket(Socket&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}
Socket::~Socket() { close(); }

int Socket::descriptor() const { return state_->descriptor; }
Loop& Socket::loop() const { return state_->loop; }

IoResult Socket::read_some(std::span<char> into) {
    for (;;) {
        const ssize_t got = ::recv(state_->descriptor, into.data(), into.size(), 0);
        if (got > 0) {
            // Less than asked for means that the socket is empty (epoll(7)); later bytes make a new edge, a FIN that
            // came with these bytes does not.
            if (static_cast<std::size_t>(got) < into.size() && !state_->peer_closed) note_unreadable();
            return {IoResult::Kind::bytes, static_cast<std::size_t>(got)};
        }
        if (got == 0) return {IoResult::Kind::end};
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return {IoResult::Kind::failed};
        note_unreadable();
        return {IoResult::Kind::would_block};
    }
}

IoResult Socket::write_some(std::span<const iovec> from) {
    for (;;) {
        const ssize_t sent = send_pieces(state_->descriptor, from);
        if (sent >= 0) return {IoResult::Kind::bytes, static_cast<std::size_t>(sent)};
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return {IoResult::Kind::failed};
        note_unwritable();
        return {IoResult::Kind::would_block, 0, true};
    }
}

Socket::Readiness Socket::readable(Deadline deadline, StopSignal* stop, Turn turn) {
    return Readiness(*state_, Readiness::Direction::read, deadline, stop, turn);
}
Socket::Readiness Socket::writable(Deadline deadline, StopSignal* stop, Turn turn) {
    return Readiness(*state_, Readiness::Direction::write, deadline, stop, turn);
}
bool Socket::may_be_readable() const { return state_->reading.ready; }

bool Socket::has_unread_bytes() const {
    char first;
    return ::recv(state_->descriptor, &first, sizeof first, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void Socket::watch_readable(SocketWatcher* watcher) { state_->watch(state_->reading, watcher); }
void Socket::watch_writable(SocketWatcher* watcher) { state_->watch(state_->writing, watcher); }
void Socket::wait_in(Pollable::Line line) { state_->loop.poller().wait_in(*state_, line); }
void Socket::note_unreadable() { state_->reading.ready = false; }
void Socket::note_unwritable() { state_->writing.ready = false; }

void Socket::shut_down_writing() { ::shutdown(state_->descriptor, SHUT_WR); }

void Socket::reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(state_->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void Socket::close() { delete std::exchange(state_, nullptr); }

Socket::Readiness::Readiness(State& state, Direction direction, Deadline deadline, StopSignal* stop, Turn turn)
    : state_(state), direction_(direction), turn_(turn), deadline_(deadline), stop_(stop), waiter_(state.loop.timers()) {}

bool Socket::Readiness::is_over() const { return (stop_ && stop_->requested()) || deadline_.passed(state_.loop.now()); }

bool Socket::Readiness::await_ready() const {
    const State::Side& side = direction_ == Direction::read ? state_.reading : state_.writing;
    return is_over() || (side.ready && turn_ == Turn::at_once);
}

void Socket::Readiness::await_suspend(std::coroutine_handle<> handle) {
    State::Side& side = direction_ == Direction::read ? state_.reading : state_.writing;
    side.waiter = &waiter_;
    waiter_.suspend(handle, deadline_, stop_);
    if (turn_ == Turn::after_others) state_.notify_soon(side);
}

WaitResult Socket::Readiness::await_resume() {
    State::Side& side = direction_ == Direction::read ? state_.reading : state_.writing;
    side.waiter = nullptr;
    if (stop_ && stop_->requested()) return WaitResult::stopped;
    return deadline_.passed(state_.loop.now()) ? WaitResult::timed_out : waiter_.result();
}

}  // namespace parley::http
