#include "http/socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cerrno>
#include <utility>

#include "http/loop.hpp"

namespace parley::http {
namespace asio = boost::asio;

/// What outlives a closed Socket until Asio has called back the last armed wait.
struct Socket::State {
    using Reference = boost::intrusive_ptr<State>;
    friend void intrusive_ptr_add_ref(State* state) { ++state->references; }
    friend void intrusive_ptr_release(State* state) {
        if (--state->references == 0) delete state;
    }

    State(Loop& owner, int descriptor_number) : loop(owner), descriptor(owner.context().get_executor(), descriptor_number) {}

    Loop& loop;
    asio::posix::basic_stream_descriptor<asio::io_context::executor_type> descriptor;
    int references = 0;  // the Socket and each armed wait; one thread, so no atomics
    struct Side {
        Waiter* waiter = nullptr;
        SocketWatcher* watcher = nullptr;
        bool armed = false;
    };
    Side reading;
    Side writing;

    void arm(Side& side) {
        if (side.armed) return;
        side.armed = true;
        const auto kind = &side == &reading ? asio::posix::descriptor_base::wait_read : asio::posix::descriptor_base::wait_write;
        descriptor.async_wait(kind, [self = Reference(this), &side](const boost::system::error_code&) {
            side.armed = false;
            notify(side);
        });
    }

    // Whoever is called here may close or destroy the Socket; the armed wait's own reference keeps the state until then.
    static void notify(Side& side) {
        if (side.waiter) {
            side.waiter->wake(WaitResult::ready);
        } else if (side.watcher) {
            std::exchange(side.watcher, nullptr)->on_socket_ready();
        }
    }
};

Socket::Socket(Loop& loop, int descriptor) : state_(new State(loop, descriptor)) { intrusive_ptr_add_ref(state_); }
Socket::Socket(Socket&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}
Socket::~Socket() { close(); }

int Socket::descriptor() const { return state_->descriptor.native_handle(); }
Loop& Socket::loop() const { return state_->loop; }

IoResult Socket::read_some(std::span<char> into) {
    for (;;) {
        const ssize_t got = ::recv(descriptor(), into.data(), into.size(), 0);
        if (got > 0) return {IoResult::Kind::bytes, static_cast<std::size_t>(got)};
        if (got == 0) return {IoResult::Kind::end};
        if (errno == EINTR) continue;
        return {errno == EAGAIN || errno == EWOULDBLOCK ? IoResult::Kind::would_block : IoResult::Kind::failed};
    }
}

IoResult Socket::write_some(std::span<const iovec> from) {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(from.data());
    message.msg_iovlen = from.size();
    for (;;) {
        const ssize_t sent = ::sendmsg(descriptor(), &message, MSG_NOSIGNAL);
        if (sent >= 0) return {IoResult::Kind::bytes, static_cast<std::size_t>(sent)};
        if (errno == EINTR) continue;
        const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
        return {full ? IoResult::Kind::would_block : IoResult::Kind::failed, 0, full};
    }
}

Socket::Readiness Socket::readable(Deadline deadline, StopSignal* stop) {
    return Readiness(*state_, Readiness::Direction::read, deadline, stop);
}
Socket::Readiness Socket::writable(Deadline deadline, StopSignal* stop) {
    return Readiness(*state_, Readiness::Direction::write, deadline, stop);
}

void Socket::watch_readable(SocketWatcher* watcher) {
    state_->reading.watcher = watcher;
    if (watcher) state_->arm(state_->reading);
}

void Socket::watch_writable(SocketWatcher* watcher) {
    state_->writing.watcher = watcher;
    if (watcher) state_->arm(state_->writing);
}

void Socket::shut_down_writing() { ::shutdown(descriptor(), SHUT_WR); }

void Socket::reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void Socket::close() {
    State* const state = std::exchange(state_, nullptr);
    if (!state) return;
    state->reading.watcher = nullptr;
    state->writing.watcher = nullptr;
    boost::system::error_code ignored;
    state->descriptor.close(ignored);  // armed waits call back as aborted, or are dropped with the loop
    intrusive_ptr_release(state);
}

Socket::Readiness::Readiness(State& state, Direction direction, Deadline deadline, StopSignal* stop)
    : state_(state), direction_(direction), deadline_(deadline), stop_(stop), waiter_(state.loop.timers()) {}

bool Socket::Readiness::await_ready() const { return stop_ && stop_->requested(); }

void Socket::Readiness::await_suspend(std::coroutine_handle<> handle) {
    State::Side& side = direction_ == Direction::read ? state_.reading : state_.writing;
    side.waiter = &waiter_;
    waiter_.suspend(handle, deadline_, stop_);
    state_.arm(side);
}

WaitResult Socket::Readiness::await_resume() {
    State::Side& side = direction_ == Direction::read ? state_.reading : state_.writing;
    side.waiter = nullptr;
    return stop_ && stop_->requested() ? WaitResult::stopped : waiter_.result();
}

}  // namespace parley::http
