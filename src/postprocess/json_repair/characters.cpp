#include "postprocess/json_repair/characters.hpp"

namespace parley::postprocess::json_repair {
namespace {

struct Range {
    unsigned char from, to;
    bool holds(unsigned char byte) const { return byte >= from && byte <= to; }
};

struct Sequence {
    std::size_t bytes = 0;
    Range second{0x80, 0xbf};
};

// The table of RFC 3629, 4: no overlong forms, no surrogates, nothing past U+10FFFF.
Sequence sequence_of(unsigned char first) {
    if (first < 0x80) return {1};
    if (first < 0xc2) return {0};
    if (first < 0xe0) return {2};
    if (first == 0xe0) return {3, {0xa0, 0xbf}};
    if (first == 0xed) return {3, {0x80, 0x9f}};
    if (first < 0xf0) return {3};
    if (first == 0xf0) return {4, {0x90, 0xbf}};
    if (first < 0xf4) return {4};
    if (first == 0xf4) return {4, {0x80, 0x8f}};
    return {0};
}

/// How many of the first bytes of `text` fit the sequence.
std::size_t fitting_bytes(std::string_view text, const Sequence& sequence) {
    std::size_t fitting = 1;
    while (fitting < sequence.bytes && fitting < text.size()) {
        const Range range = fitting == 1 ? sequence.second : Range{0x80, 0xbf};
        if (!range.holds(static_cast<unsigned char>(text[fitting]))) break;
        ++fitting;
    }
    return fitting;
}

}  // namespace

std::size_t utf8_bytes(std::string_view text) {
    if (text.empty()) return 0;
    const Sequence sequence = sequence_of(static_cast<unsigned char>(text[0]));
    if (sequence.bytes == 0 || text.size() < sequence.bytes) return 0;
    return fitting_bytes(text, sequence) == sequence.bytes ? sequence.bytes : 0;
}

bool is_utf8_beginning(std::string_view text) {
    if (text.empty()) return true;
    const Sequence sequence = sequence_of(static_cast<unsigned char>(text[0]));
    return text.size() < sequence.bytes && fitting_bytes(text, sequence) == text.size();
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view first_word(std::string_view text) {
    std::size_t bytes = 0;
    while (bytes < text.size() && !is_blank(text[bytes])) ++bytes;
    return text.substr(0, bytes);
}

}  // namespace parley::postprocess::json_repair
