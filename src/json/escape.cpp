#include "json/escape.hpp"

#include <optional>

namespace parley::json {
namespace {

std::optional<std::uint32_t> hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
    return std::nullopt;
}

// The number in "\uXXXX" at the beginning of `text`.
std::optional<std::uint32_t> code_unit(std::string_view text) {
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
    std::uint32_t unit = 0;
    for (const char digit : text.substr(2, 4)) {
        const auto value = hex_digit(digit);
        if (!value) return std::nullopt;
        unit = unit << 4 | *value;
    }
    return unit;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

Escape read_escape(std::string_view text) {
    if (text.size() < 2) return {};
    if (const char named = named_character(text[1])) {
        return {.code_point = static_cast<std::uint32_t>(named), .bytes = 2};
    }
    const auto first = code_unit(text);
    if (!first) return {};
    if (is_high_surrogate(*first)) {
        const auto second = code_unit(text.substr(6));
        if (second && is_low_surrogate(*second)) {
            return {.code_point = 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00), .bytes = 12};
        }
    }
    const bool lone = is_high_surrogate(*first) || is_low_surrogate(*first);
    return {.code_point = *first, .bytes = 6, .lone_surrogate = lone};
}

}  // namespace parley::json
