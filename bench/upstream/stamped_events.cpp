#include "upstream/stamped_events.hpp"

#include <array>
#include <cstdio>
#include <cstring>

#include "upstream/script.hpp"
#include "wire/stamp.hpp"

namespace bench::upstream {

using wire::stamp_digits;
using wire::stamp_mark;

std::string http_chunk(std::string_view data) {
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    return std::string(size.data()).append(data).append("\r\n");
}

std::string StampedEvents::placeholder() { return std::string(stamp_mark) + std::string(stamp_digits, '0'); }

StampedEvents::StampedEvents(const std::string& one)
    : event_bytes_(one.size()), stamp_offset_(one.find(placeholder()) + stamp_mark.size()) {
    for (unsigned i = 0; i < events_per_step_max; ++i) bytes_ += one;
}

std::string_view StampedEvents::stamped(unsigned events, wire::Nanoseconds stamp) {
    std::array<char, stamp_digits + 1> digits{};
    std::snprintf(digits.data(), digits.size(), "%018lld", static_cast<long long>(stamp));
    for (unsigned i = 0; i < events; ++i) {
        std::memcpy(bytes_.data() + i * event_bytes_ + stamp_offset_, digits.data(), stamp_digits);
    }
    return std::string_view(bytes_).substr(0, events * event_bytes_);
}

}  // namespace bench::upstream
