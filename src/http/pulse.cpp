#include "http/pulse.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace parley::http {

Pulse::Pulse() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Pulse::~Pulse() { ::close(descriptor_); }

/// Nobody reads the count, which is far from its end for as long as anybody lives; each addition is an event of its own (edge-triggered).
void Pulse::beat(TimePoint now) {
    if (is_under_way_ || now - sent_ < pulse_interval) return;
    is_under_way_ = ::eventfd_write(descriptor_, 1) == 0;
    sent_ = now;
}

Duration Pulse::lateness(TimePoint now) const {
    const Duration known = now - seen_ <= pulse_memory ? latest_ : Duration{};
    return is_under_way_ ? std::max(known, now - sent_) : known;
}

void Pulse::on_events(std::uint32_t) {
    if (!is_under_way_) return;  // that it may be written to, which it always may
    is_under_way_ = false;
    seen_ = Clock::now();
    latest_ = seen_ - sent_;
}

}  // namespace parley::http
