#include "config/yaml_characters.hpp"

#include <cstdint>

namespace parley::config {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 0;  // 0: not UTF-8
};

std::size_t length_of(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return 2;
    if (lead >= 0xe0 && lead <= 0xef) return 3;
    if (lead >= 0xf0 && lead <= 0xf4) return 4;
    return 0;
}

/// The code point at the front of `text`, which is not empty (RFC 3629, 4: no overlong forms, no surrogates).
CodePoint first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = length_of(lead);
    if (bytes == 0 || bytes > text.size()) return {};
    if (bytes == 1) return {lead, 1};
    std::uint32_t value = lead & (0x7fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xc0) != 0x80) return {};
        value = (value << 6) | (next & 0x3fu);
    }
    static constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[bytes] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
    return {value, bytes};
}

bool is_printable(std::uint32_t value) {
    if (value == '\t' || value == '\n' || value == '\r' || value == 0x85) return true;
    return (value >= 0x20 && value < 0x7f) || (value >= 0xa0 && value != 0xfeff && value != 0xfffe && value != 0xffff);
}

}  // namespace

std::optional<YamlFault> check_characters(std::string_view text) {
    Mark mark{1, 1};
    std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (at < text.size()) {
        const CodePoint point = first_code_point(text.substr(at));
        if (point.bytes == 0) return YamlFault{mark, "not valid UTF-8"};
        if (!is_printable(point.value)) {
            return YamlFault{mark, "a control character", "inside double quotes it can be written as an escape"};
        }
        at += point.bytes;
        if (point.value == '\n') {
            mark = {mark.line + 1, 1};
        } else {
            mark.column += static_cast<int>(point.bytes);
        }
    }
    return std::nullopt;
}

}  // namespace parley::config
