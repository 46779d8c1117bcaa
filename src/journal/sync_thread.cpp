#include "journal/sync_thread.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

namespace parley::journal {
namespace {

constexpr int for_ever = -1;
constexpr int interval_ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(sync_interval).count());

int make_eventfd() {
    const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (descriptor < 0) throw std::system_error(errno, std::system_category(), "eventfd");
    return descriptor;
}

}  // namespace

SyncThread::SyncThread(Syncer& syncer, Durability durability)
    : syncer_(syncer), durability_(durability), wake_(make_eventfd()), thread_([this] { run(); }) {}

SyncThread::~SyncThread() {
    stopping_ = true;
    wake();
    thread_.join();
    ::close(wake_);
}

void SyncThread::tell() {
    if (!news_.exchange(true)) wake();
}

void SyncThread::run() {
    while (!stopping_) {
        wait(for_ever);
        // While there is news nobody but the destructor wakes us.
        if (durability_ == Durability::crash && !stopping_) wait(interval_ms);
        // Taken back before the round: what is written during it is news again.
        if (news_.exchange(false)) syncer_.round();
    }
    syncer_.round();
}

void SyncThread::wait(int milliseconds) const {
    pollfd descriptor{.fd = wake_, .events = POLLIN, .revents = 0};
    ::poll(&descriptor, 1, milliseconds);
    std::uint64_t count;
    [[maybe_unused]] const ssize_t taken = ::read(wake_, &count, sizeof count);  // nothing to take: the interval is over
}

void SyncThread::wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);  // of an eventfd: it cannot fail
}

}  // namespace parley::journal
