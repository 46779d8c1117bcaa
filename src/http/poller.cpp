#include "http/poller.hpp"

#include <cerrno>
#include <system_error>

#include "http/loop.hpp"
#include "http/pulse.hpp"

namespace parley::http {
namespace {

int make_epoll() {
    const int made = ::epoll_create1(EPOLL_CLOEXEC);
    if (made < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return made;
}

/// What comes next has rested since its last turn, and lies far from the processor: it is on its way while others have theirs.
void fetch_ahead(const void* pollable) {
    constexpr std::size_t cache_line = 64;
    __builtin_prefetch(pollable);
    __builtin_prefetch(static_cast<const char*>(pollable) + cache_line);
}

}  // namespace

Poller::Poller(Loop& loop)
    : loop_(loop), epoll_(make_epoll()), descriptor_(loop.context().get_executor(), epoll_), pulse_(std::make_unique<Pulse>()) {
    add(pulse_->descriptor(), *pulse_);
    arm();
}

Poller::~Poller() = default;  // descriptor_ closes the instance

bool Poller::add(int descriptor, Pollable& pollable) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &pollable;
    return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::forget(Pollable& pollable) {
    for (std::size_t index = 0; index < turn_size_; ++index) {
        if (turn_[index].data.ptr == &pollable) turn_[index].data.ptr = nullptr;
    }
}

Duration Poller::lateness(TimePoint now) const { return pulse_->lateness(now); }

void Poller::arm() {
    descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& error) {
        if (!error) take_turn();
    });
}

void Poller::take_turn() {
    loop_.tick();
    loop_.turn_end().begin_turn();
    pulse_->beat(loop_.now());  // behind what is ready by now, in this turn or a later one
    const int count = ::epoll_wait(epoll_, turn_.data(), events_per_turn, 0);
    turn_size_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    for (std::size_t index = 0; index < turn_size_; ++index) {
        const epoll_event event = turn_[index];
        turn_[index].data.ptr = nullptr;
        if (index + 1 < turn_size_) fetch_ahead(turn_[index + 1].data.ptr);
        if (event.data.ptr) static_cast<Pollable*>(event.data.ptr)->on_events(event.events);
    }
    turn_size_ = 0;
    loop_.turn_end().end_turn();
    arm();
}

}  // namespace parley::http
