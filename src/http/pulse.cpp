#include "http/pulse.hpp"

#include <algorithm>

namespace parley::http {

bool Pulse::beat(TimePoint now) {
    if (is_under_way_ || now - sent_ < pulse_interval) return false;
    is_under_way_ = true;
    sent_ = now;
    return true;
}

Duration Pulse::lateness(TimePoint now) const {
    const Duration known = now - seen_ <= pulse_memory ? latest_ : Duration{};
    return is_under_way_ ? std::max(known, now - sent_) : known;
}

void Pulse::on_events(std::uint32_t) {
    is_under_way_ = false;
    seen_ = Clock::now();
    latest_ = seen_ - sent_;
}

}  // namespace parley::http
