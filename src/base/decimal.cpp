#include "base/decimal.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t places = 6;             // of a millionth
constexpr std::size_t whole_digits_max = 12;  // times a million, still far inside 64 bits

/// The digits as a number; nothing unless there are `least` to `most` of them and nothing else.
std::optional<std::uint64_t> parse_digits(std::string_view text, std::size_t least, std::size_t most) {
    if (text.size() < least || text.size() > most) return std::nullopt;
    std::uint64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

}  // namespace

std::optional<std::uint64_t> parse_millionths(std::string_view text, std::uint64_t most) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view before = text.substr(0, point);
    const auto whole = parse_digits(before, 1, whole_digits_max);
    if (!whole || (before.size() > 1 && before.front() == '0')) return std::nullopt;
    std::uint64_t part = 0;
    if (point < text.size()) {
        const std::string_view after = text.substr(point + 1);
        const auto digits = parse_digits(after, 1, places);
        if (!digits) return std::nullopt;
        part = *digits;
        for (std::size_t place = after.size(); place < places; ++place) part *= 10;
    }
    const std::uint64_t value = *whole * millionths_per_unit + part;
    if (value > most) return std::nullopt;
    return value;
}

std::string print_millionths(std::uint64_t millionths) {
    std::string text = std::to_string(millionths / millionths_per_unit);
    const std::string part = std::to_string(millionths_per_unit + millionths % millionths_per_unit).substr(1);
    const std::size_t digits = part.find_last_not_of('0') + 1;
    if (digits > 0) text += "." + part.substr(0, digits);
    return text;
}

}  // namespace parley
