#include "terminal/visible.hpp"

#include <array>
#include <cstdio>

#include "terminal/code_point.hpp"

namespace parley::terminal {
namespace {

/// Controls of both sets, separators of lines and paragraphs, and what turns the order of what follows: with it a line could be made to
/// read as another. Source: Unicode Standard Annex 9, 2.1 to 2.4.
bool is_control(std::uint32_t code_point) {
    const bool is_ascii = code_point < 0x20 || code_point == 0x7f;
    const bool is_separator = code_point == 0x2028 || code_point == 0x2029;
    const bool is_turn = (code_point >= 0x202a && code_point <= 0x202e) || (code_point >= 0x2066 && code_point <= 0x2069);
    return is_ascii || (code_point >= 0x80 && code_point < 0xa0) || is_separator || is_turn;
}

std::string shown(std::uint32_t control) {
    constexpr std::uint32_t caret_distance = 0x40;  // ^A is 1, ^? is 127
    if (control < 0x80) return {'^', static_cast<char>(control ^ caret_distance)};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "<U+%04X>", static_cast<unsigned>(control));
    return text.data();
}

}  // namespace

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint next = take_code_point(text);
        const bool line_end = next.value == '\r' && text.starts_with('\n');
        if (line_end) continue;
        if (next.value == replacement_character) {
            out += "\xef\xbf\xbd";
        } else if (next.value == '\n' || next.value == '\t' || !is_control(next.value)) {
            out += next.bytes;
        } else {
            out += shown(next.value);
        }
    }
    return out;
}

std::string visible_line(std::string_view text) {
    std::string out = visible(text);
    for (char& letter : out) {
        if (letter == '\n' || letter == '\t') letter = ' ';
    }
    return out;
}

}  // namespace parley::terminal
