// event_scanner.hpp: counts Server-Sent Events in the pieces of a body, wherever the pieces were cut.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wire/clock.hpp"

namespace bench::load {

/// An event is one or more lines and the empty line after them (WHATWG HTML, 9.2.5), with LF or CRLF. A block of
/// comments only (": ping") counts as well: it costs a proxy what an event costs.
class EventScanner {
  public:
    /// Returns how many events ended within the piece.
    std::uint64_t count(std::string_view piece);

  private:
    bool line_has_text_ = false;
    bool event_has_lines_ = false;
};

/// Appends, for each content chunk that lies whole within the piece, the time from the upstream's stamp in it to `now`.
/// A chunk that was cut is passed over: its event is counted, its delay is not.
void append_delays(std::string_view piece, wire::Nanoseconds now, std::vector<wire::Nanoseconds>& delays);

}  // namespace bench::load
