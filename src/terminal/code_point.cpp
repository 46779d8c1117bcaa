#include "terminal/code_point.hpp"

#include <cstddef>

namespace parley::terminal {
namespace {

struct Lead {
    std::size_t bytes = 0;    // of the whole sequence; 0: none begins so
    std::uint32_t bits = 0;   // what the first byte contributes
    std::uint32_t least = 0;  // a smaller value is an overlong form
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, byte, 0};
    if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fu, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fu, 0x800};
    if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07u, 0x1'0000};
    return {};
}

bool is_scalar(std::uint32_t value, std::uint32_t least) {
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    return value >= least && value <= 0x10'ffff && !surrogate;
}

}  // namespace

CodePoint take_code_point(std::string_view& text) {
    const auto take = [&text](std::uint32_t value, std::size_t bytes) {
        const CodePoint taken{value, text.substr(0, bytes)};
        text.remove_prefix(bytes);
        return taken;
    };
    const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
    if (lead.bytes == 0 || lead.bytes > text.size()) return take(replacement_character, 1);
    std::uint32_t value = lead.bits;
    for (std::size_t at = 1; at < lead.bytes; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte & 0xc0) != 0x80) return take(replacement_character, 1);
        value = value << 6 | (byte & 0x3fu);
    }
    if (!is_scalar(value, lead.least)) return take(replacement_character, 1);
    return take(value, lead.bytes);
}

}  // namespace parley::terminal
