// stamped_events.hpp: content events of one length side by side; only the stamps change between two sends.
#pragma once

#include <string>
#include <string_view>

#include "wire/clock.hpp"

namespace bench::upstream {

/// `data` in an HTTP chunk of its own.
std::string http_chunk(std::string_view data);

class StampedEvents {
  public:
    /// The text that an event must hold once, where its stamp goes.
    static std::string placeholder();

    /// `one`: an event with the placeholder in it.
    explicit StampedEvents(const std::string& one);

    /// `events` of them, 1 to events_per_step_max. Valid until the next call.
    std::string_view stamped(unsigned events, wire::Nanoseconds stamp);

  private:
    std::string bytes_;
    std::size_t event_bytes_ = 0;
    std::size_t stamp_offset_ = 0;
};

}  // namespace bench::upstream
