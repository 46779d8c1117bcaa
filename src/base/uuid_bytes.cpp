#include "base/uuid_bytes.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace parley {
namespace {

constexpr std::size_t text_bytes = 36;
static_assert(std::endian::native == std::endian::little, "the first character is the lowest byte");

constexpr std::uint64_t each_byte(std::uint8_t value) { return std::uint64_t{0x0101'0101'0101'0101} * value; }

/// Eight hexadecimal digits as the four bytes that they spell; false where one of them is none. All eight at a time, a byte each.
bool read_digits(std::uint64_t digits, char* bytes) {
    const std::uint64_t are_letters = (digits >> 6) & each_byte(1);
    const std::uint64_t values = (digits & each_byte(0x0F)) + 9 * are_letters;
    const std::uint64_t above_nine = ((values + each_byte(6)) >> 4) & each_byte(1);
    const std::uint64_t spelled = values + each_byte('0') + ('a' - '0' - 10) * above_nine;
    if (spelled != digits || (values & each_byte(0xF0)) != 0) return false;
    const std::uint64_t pairs = ((values << 4) | (values >> 8)) & 0x00FF'00FF'00FF'00FF;
    const std::uint64_t quads = (pairs | (pairs >> 8)) & 0x0000'FFFF'0000'FFFF;
    const auto packed = static_cast<std::uint32_t>(quads | (quads >> 16));
    std::memcpy(bytes, &packed, sizeof packed);
    return true;
}

/// Four of the digits from `first` on, and four from `second` on.
std::uint64_t digits_at(const char* first, const char* second) {
    std::uint64_t digits = 0;
    std::memcpy(&digits, first, 4);
    std::memcpy(reinterpret_cast<char*>(&digits) + 4, second, 4);
    return digits;
}

}  // namespace

std::optional<UuidBytes> uuid_bytes(std::string_view text) {
    if (text.size() != text_bytes || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return std::nullopt;
    UuidBytes bytes;
    const char* const at = text.data();
    char* const to = bytes.data();
    const bool are_digits = read_digits(digits_at(at, at + 4), to) && read_digits(digits_at(at + 9, at + 14), to + 4) &&
                            read_digits(digits_at(at + 19, at + 24), to + 8) && read_digits(digits_at(at + 28, at + 32), to + 12);
    return are_digits ? std::optional(bytes) : std::nullopt;
}

}  // namespace parley
