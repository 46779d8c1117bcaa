// one_line.hpp: text within a line: whatever would end the line, or steer a terminal, is a space there.
#pragma once

#include <string>
#include <string_view>

namespace parley::transcripts {

/// Control characters of ASCII, and what else ends a line: U+0085, U+2028, U+2029. Linear.
///
/// Source: Unicode Standard, 5.8 "Newline Guidelines".
void append_on_one_line(std::string& out, std::string_view text);

}  // namespace parley::transcripts
