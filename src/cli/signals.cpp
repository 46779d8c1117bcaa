#include "cli/signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <initializer_list>

namespace parley::cli {
namespace {

/// For poll(): rounded up, so that the deadline has passed when it returns; -1 waits for ever.
int milliseconds_until(Deadline deadline) {
    if (deadline.is_never()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.at() - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

}  // namespace

Signals::Signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC);
}

Signals::~Signals() { ::close(descriptor_); }

int Signals::wait() const {
    signalfd_siginfo taken{};
    while (::read(descriptor_, &taken, sizeof taken) != sizeof taken) {
    }  // interrupted: once more
    return static_cast<int>(taken.ssi_signo);
}

std::optional<int> Signals::wait_beside(int descriptor, Deadline deadline) const {
    std::array<pollfd, 2> watched{pollfd{descriptor_, POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
    if (ready <= 0 || (watched[0].revents & POLLIN) == 0) return std::nullopt;
    return wait();
}

ImpatientExit::ImpatientExit(const Signals& signals) : over_(::eventfd(0, EFD_CLOEXEC)), thread_([this, &signals] { watch(signals); }) {}

ImpatientExit::~ImpatientExit() {
    const std::uint64_t one = 1;
    is_over_ = true;
    [[maybe_unused]] const ssize_t written = ::write(over_, &one, sizeof one);  // of an eventfd: it cannot fail
    thread_.join();
    ::close(over_);
}

void ImpatientExit::watch(const Signals& signals) const {
    while (!is_over_) {
        const std::optional<int> number = signals.wait_beside(over_, Deadline::never());
        if (number && *number != SIGHUP) std::_Exit(interrupted_status);  // SIGHUP: too late to reload
    }
}

}  // namespace parley::cli
