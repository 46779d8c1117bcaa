// decimal_digits.hpp: the decimal digits of a number, for the dozens of counts that every answer and every log line hold.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace parley {
namespace detail {

// "00", "01", ... "99": half the divisions.
inline constexpr std::array<char, 200> digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t pair = 0; pair < 100; ++pair) {
        pairs[2 * pair] = static_cast<char>('0' + pair / 10);
        pairs[2 * pair + 1] = static_cast<char>('0' + pair % 10);
    }
    return pairs;
}();

constexpr std::size_t digit_count(std::uint64_t value) {
    std::size_t digits = 1;
    for (; value >= 1000; value /= 1000) digits += 3;
    return digits + (value >= 10) + (value >= 100);
}

}  // namespace detail

/// The longest: -9223372036854775808, and 18446744073709551615.
inline constexpr std::size_t decimal_bytes_max = 20;

/// Writes the number at `at`, and gives the place behind it. No zero in front, no separators.
inline char* write_decimal(char* at, std::uint64_t value) {
    char* const end = at + detail::digit_count(value);
    char* digit = end;
    for (; value >= 100; value /= 100) {
        digit -= 2;
        std::memcpy(digit, detail::digit_pairs.data() + 2 * (value % 100), 2);
    }
    if (value >= 10) {
        std::memcpy(at, detail::digit_pairs.data() + 2 * value, 2);
    } else {
        *at = static_cast<char>('0' + value);
    }
    return end;
}

inline char* write_decimal(char* at, std::signed_integral auto value) {
    const auto magnitude = static_cast<std::uint64_t>(value);
    if (value >= 0) return write_decimal(at, magnitude);
    *at = '-';
    return write_decimal(at + 1, 0 - magnitude);
}

inline char* write_decimal(char* at, std::unsigned_integral auto value) { return write_decimal(at, std::uint64_t{value}); }

}  // namespace parley
