// numbers.hpp: the numbers of HTTP framing. Digits and nothing else: no sign, no space, no prefix, no locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::http {

/// As many decimal digits as always fit in 64 bits.
inline constexpr std::size_t decimal_digits_max = 19;
/// As many hexadecimal digits as fit in 64 bits.
inline constexpr std::size_t hex_digits_max = 16;

/// 1*DIGIT (RFC 9110, 8.6), 1 to decimal_digits_max of them.
constexpr std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.empty() || text.size() > decimal_digits_max) return std::nullopt;
    std::uint64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

/// HEXDIG (RFC 5234, B.1) of either case: 0 to 15, or -1.
constexpr int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

}  // namespace parley::http
