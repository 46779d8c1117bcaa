// calendar_date.hpp: days and moments as people write them, 2026-04-20, kept as unix seconds, in UTC; a day is its midnight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

/// Four, two and two digits of a day that exists, 1970-01-01 to 9999-12-31 (ISO 8601, calendar date, extended format).
std::optional<std::int64_t> parse_date(std::string_view text);

/// The same, or a day and a time of day in UTC: "2026-04-20T08:30:00Z", the seconds of which may be left out (RFC 3339, 5.6,
/// without fractions and other offsets).
std::optional<std::int64_t> parse_moment(std::string_view text);

/// "2026-04-20T08:30:00Z": what parse_moment reads back.
std::string print_moment(std::int64_t unix_seconds);

/// The day on which that second lies.
std::string print_date(std::int64_t unix_seconds);

/// "2026-11-25 04:26", in UTC: a moment in a table.
std::string print_minute(std::int64_t unix_seconds);

/// "Sun, 06 Nov 1994 08:49:37 GMT": how HTTP writes a moment (RFC 9110, 5.6.7).
std::string print_http_date(std::int64_t unix_seconds);

}  // namespace parley
