#include "http/fields.hpp"

#include <cstdint>
#include <cstring>

namespace parley::http {
namespace {

constexpr std::uint64_t each_byte = 0x0101'0101'0101'0101;

/// Eight letters at once: sets bit 5 of every byte from 'A' to 'Z' and leaves the others.
template <class Word>
constexpr Word lower_case(Word bytes) {
    const auto all = [](unsigned byte) { return static_cast<Word>(each_byte * byte); };
    const Word low_bits = bytes & all(0x7f);  // room for a carry into bit 7, which then says "at least"
    const Word from_a = low_bits + all(0x80 - 'A');
    const Word past_z = low_bits + all(0x7f - 'Z');
    const Word upper = (from_a ^ past_z) & ~bytes & all(0x80);
    return bytes | upper >> 2;
}

template <class Word>
inline bool same_word(const char* a, const char* b) {
    Word mine;
    Word theirs;
    std::memcpy(&mine, a, sizeof mine);
    std::memcpy(&theirs, b, sizeof theirs);
    return mine == theirs || lower_case(mine) == lower_case(theirs);
}

}  // namespace

std::string_view without_white_space(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The last word overlaps the one before, so nothing outside is read.
bool same_token(std::string_view a, std::string_view b) {
    const std::size_t bytes = a.size();
    if (bytes != b.size()) return false;
    if (bytes >= 8) {
        for (std::size_t at = 0; at + 8 < bytes; at += 8) {
            if (!same_word<std::uint64_t>(a.data() + at, b.data() + at)) return false;
        }
        return same_word<std::uint64_t>(a.data() + bytes - 8, b.data() + bytes - 8);
    }
    if (bytes >= 4) {
        return same_word<std::uint32_t>(a.data(), b.data()) && same_word<std::uint32_t>(a.data() + bytes - 4, b.data() + bytes - 4);
    }
    for (std::size_t at = 0; at < bytes; ++at) {
        if (!same_word<std::uint8_t>(a.data() + at, b.data() + at)) return false;
    }
    return true;
}

bool list_has(std::string_view value, std::string_view token) {
    for (;;) {
        const std::size_t comma = value.find(',');
        if (same_token(without_white_space(value.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        value.remove_prefix(comma + 1);
    }
}

// Lengths settle nearly all comparisons, here, before a call.
std::string_view Fields::find(std::string_view name) const {
    for (const Field& field : fields_) {
        if (field.name.size() == name.size() && same_token(field.name, name)) return field.value;
    }
    return {};
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    for (const Field& field : fields_) found += same_token(field.name, name);
    return found;
}

}  // namespace parley::http
