#include "terminal/width.hpp"

#include <algorithm>

#include "terminal/code_point.hpp"

namespace parley::terminal {
namespace {

bool contains(std::span<const CodePointRange> ranges, std::uint32_t code_point) {
    const auto ends_before = [](const CodePointRange& range, std::uint32_t value) { return range.last < value; };
    const auto range = std::lower_bound(ranges.begin(), ranges.end(), code_point, ends_before);
    return range != ranges.end() && code_point >= range->first;
}

}  // namespace

std::size_t width_of(std::uint32_t code_point) {
    if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0)) return 0;
    if (code_point < 0x300) return code_point == 0xad ? 0 : 1;  // no table begins earlier but for the soft hyphen
    if (contains(zero_width_ranges(), code_point)) return 0;
    return contains(wide_ranges(), code_point) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
    std::size_t cells = 0;
    while (!text.empty()) cells += width_of(take_code_point(text).value);
    return cells;
}

std::string_view fitting(std::string_view text, std::size_t cells) {
    std::string_view rest = text;
    std::size_t used = 0;
    while (!rest.empty()) {
        std::string_view after = rest;
        used += width_of(take_code_point(after).value);
        if (used > cells) break;
        rest = after;
    }
    return text.substr(0, text.size() - rest.size());
}

}  // namespace parley::terminal
