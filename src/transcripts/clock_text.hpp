// clock_text.hpp: moments of a recording as people write them: "00:01:04.640".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::transcripts {

/// Appends hours, minutes, seconds and milliseconds; hours have two digits or more. Not for negative moments.
void append_clock(std::string& out, std::int64_t milliseconds);

/// Reads [hours:]minutes:seconds.milliseconds, with a comma for the point where SubRip has one.
std::optional<std::int64_t> parse_clock(std::string_view text);

}  // namespace parley::transcripts
