// code_point.hpp: UTF-8 text, one code point at a time, for whoever must know what a terminal will do with it.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::terminal {

inline constexpr std::uint32_t replacement_character = 0xfffd;

struct CodePoint {
    std::uint32_t value = 0;
    std::string_view bytes;  // as they stand in the text
};

/// Takes the first code point off `text`, which is not empty. A byte that begins no well-formed sequence (RFC 3629, 4) is
/// taken alone, as U+FFFD.
CodePoint take_code_point(std::string_view& text);

}  // namespace parley::terminal
