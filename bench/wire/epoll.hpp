// epoll.hpp: an edge-triggered epoll set whose waits end at a moment given in nanoseconds. The millisecond timeouts of
// epoll_wait would round a 5 ms pace by a fifth; epoll_pwait2 (Linux 5.11, glibc 2.35) does not.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <span>

#include "wire/clock.hpp"
#include "wire/socket.hpp"

namespace bench::wire {

class Epoll {
  public:
    /// Also asks the kernel for exact wake-ups: the default timer slack of 50 us would be most of what is measured.
    Epoll();

    /// Watches reads, writes and the peer's hang-up, edge-triggered; `tag` comes back in epoll_event::data.u64.
    void watch(int fd, std::uint64_t tag);

    /// What happened, at the latest at `until`. The span is valid until the next call.
    std::span<const epoll_event> wait(Nanoseconds until);

  private:
    Descriptor epoll_;
    std::array<epoll_event, 512> events_;
};

}  // namespace bench::wire
