#include "base/uuid_bytes.hpp"

#include <cstdint>

namespace parley {
namespace {

constexpr std::size_t text_bytes = 36;
constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::uint8_t digit = 0; digit < 16; ++digit) values[static_cast<std::uint8_t>("0123456789abcdef"[digit])] = digit;
    return values;
}();

// Where the two digits of each byte stand, between the hyphens.
constexpr std::array<std::uint8_t, 16> places{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

}  // namespace

std::optional<UuidBytes> uuid_bytes(std::string_view text) {
    if (text.size() != text_bytes || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return std::nullopt;
    UuidBytes bytes;
    std::uint8_t seen = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const std::uint8_t high = digit_values[static_cast<std::uint8_t>(text[places[at]])];
        const std::uint8_t low = digit_values[static_cast<std::uint8_t>(text[places[at] + 1u])];
        seen |= high | low;
        bytes[at] = static_cast<char>(high << 4 | low);
    }
    if (seen > 0xF) return std::nullopt;
    return bytes;
}

}  // namespace parley
