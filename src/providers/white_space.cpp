#include "providers/white_space.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::providers {
namespace {

/// What a provider strips before it complains that nothing is left. Source: Unicode Standard, property White_Space.
bool is_white_space(unsigned code) {
    constexpr std::array others = std::to_array<unsigned>({0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000});
    return (code >= 0x09 && code <= 0x0d) || (code >= 0x2000 && code <= 0x200a) ||
           std::find(others.begin(), others.end(), code) != others.end();
}

/// Of a character of two or three bytes of UTF-8, which hold all white space beyond ASCII.
std::size_t wide_space_at_end(std::string_view text) {
    const auto byte = [text](std::size_t from_end) { return static_cast<unsigned char>(text[text.size() - from_end]); };
    if (text.size() >= 2 && (byte(2) & 0xe0) == 0xc0) return is_white_space((byte(2) & 0x1fu) << 6 | (byte(1) & 0x3fu)) ? 2 : 0;
    if (text.size() < 3 || (byte(3) & 0xf0) != 0xe0) return 0;
    return is_white_space((byte(3) & 0x0fu) << 12 | (byte(2) & 0x3fu) << 6 | (byte(1) & 0x3fu)) ? 3 : 0;
}

/// Of an escape: \n, or \u00a0 in any case.
std::size_t escaped_space_at_end(std::string_view escaped) {
    for (const std::string_view space : {"\\n", "\\r", "\\t", "\\f"}) {
        if (escaped.ends_with(space)) return space.size();
    }
    constexpr std::size_t long_bytes = 6;
    const std::string_view last = escaped.size() < long_bytes ? std::string_view() : escaped.substr(escaped.size() - long_bytes);
    if (!last.starts_with("\\u")) return 0;
    unsigned code = 0;
    const auto [end, fault] = std::from_chars(last.data() + 2, last.data() + long_bytes, code, 16);
    const bool is_number = fault == std::errc() && end == last.data() + long_bytes;
    return is_number && is_white_space(code) ? long_bytes : 0;
}

/// The bytes of the white space that `escaped` ends with, 0 when it ends with something else.
std::size_t space_at_end(std::string_view escaped) {
    if (escaped.ends_with(' ')) return 1;
    if (!escaped.empty() && static_cast<unsigned char>(escaped.back()) >= 0x80) return wide_space_at_end(escaped);
    const std::size_t bytes = escaped_space_at_end(escaped);
    if (bytes == 0) return 0;
    // An even number of backslashes in front of the escape means that its own is one, and not the second of a pair.
    const std::string_view before = escaped.substr(0, escaped.size() - bytes);
    const std::size_t kept = before.find_last_not_of('\\');
    const std::size_t backslashes = before.size() - (kept == std::string_view::npos ? 0 : kept + 1);
    return backslashes % 2 == 0 ? bytes : 0;
}

}  // namespace

std::string_view without_space_at_end(std::string_view escaped) {
    while (const std::size_t bytes = space_at_end(escaped)) escaped.remove_suffix(bytes);
    return escaped;
}

bool is_blank(std::string_view escaped) {
    // Nearly every text begins with a letter.
    const auto first = static_cast<unsigned char>(escaped.empty() ? ' ' : escaped.front());
    if (first < 0x80 && first != ' ' && first != '\\') return false;
    return without_space_at_end(escaped).empty();
}

}  // namespace parley::providers
