#include "wire/epoll.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace bench::wire {

Epoll::Epoll() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_.get() < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    prctl(PR_SET_TIMERSLACK, 1UL);
}

void Epoll::watch(int fd, std::uint64_t tag) {
    epoll_event interest{};
    interest.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    interest.data.u64 = tag;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &interest) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

std::span<const epoll_event> Epoll::wait(Nanoseconds until) {
    const Nanoseconds remaining = std::max<Nanoseconds>(0, until - now());
    const timespec timeout{.tv_sec = remaining / second, .tv_nsec = remaining % second};
    const int ready = epoll_pwait2(epoll_.get(), events_.data(), static_cast<int>(events_.size()), &timeout, nullptr);
    return {events_.data(), static_cast<std::size_t>(std::max(0, ready))};  // an interrupted wait is an empty one
}

}  // namespace bench::wire
