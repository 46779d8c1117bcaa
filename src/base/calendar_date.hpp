// calendar_date.hpp: days as people write them, 2026-04-20, kept as unix seconds of their midnight in UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

/// Four, two and two digits of a day that exists, 1970-01-01 to 9999-12-31 (ISO 8601, calendar date, extended format).
std::optional<std::int64_t> parse_date(std::string_view text);

/// The day on which that second lies.
std::string print_date(std::int64_t unix_seconds);

/// "2026-11-25 04:26", in UTC: a moment in a table.
std::string print_minute(std::int64_t unix_seconds);

/// "Sun, 06 Nov 1994 08:49:37 GMT": how HTTP writes a moment (RFC 9110, 5.6.7).
std::string print_http_date(std::int64_t unix_seconds);

}  // namespace parley
