#include "json/utf8.hpp"

#include <simdjson.h>

namespace parley::json {
namespace {

struct LeadByte {
    unsigned bytes = 0;               // of the sequence; 0: no sequence begins with this byte
    unsigned char second_min = 0x80;  // the second byte is what overlong forms and surrogates show themselves by
    unsigned char second_max = 0xbf;
};

// The rows of RFC 3629, 4: the second column of its syntax is narrower after four of the lead bytes.
LeadByte lead_byte(unsigned char byte) {
    if (byte < 0x80) return {.bytes = 1};
    if (byte < 0xc2) return {};
    if (byte < 0xe0) return {.bytes = 2};
    if (byte == 0xe0) return {.bytes = 3, .second_min = 0xa0};
    if (byte == 0xed) return {.bytes = 3, .second_max = 0x9f};
    if (byte < 0xf0) return {.bytes = 3};
    if (byte == 0xf0) return {.bytes = 4, .second_min = 0x90};
    if (byte < 0xf4) return {.bytes = 4};
    if (byte == 0xf4) return {.bytes = 4, .second_max = 0x8f};
    return {};
}

// The length of the well-formed sequence that `text` begins with; 0 if there is none.
std::size_t sequence_bytes(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const LeadByte lead = lead_byte(byte(0));
    if (lead.bytes <= 1) return lead.bytes;
    if (text.size() < lead.bytes) return 0;
    if (byte(1) < lead.second_min || byte(1) > lead.second_max) return 0;
    for (std::size_t at = 2; at < lead.bytes; ++at) {
        if ((byte(at) & 0xc0) != 0x80) return 0;
    }
    return lead.bytes;
}

}  // namespace

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
    if (simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
    // simdjson says only that there is one. Finding it may be slow: the text is refused anyway.
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t bytes = sequence_bytes(text.substr(at));
        if (bytes == 0) return at;
        at += bytes;
    }
    return std::nullopt;
}

Utf8Sequence::Utf8Sequence(std::uint32_t code_point) {
    const auto put = [this](std::uint32_t byte) { bytes_[size_++] = static_cast<char>(byte); };
    const auto put_tail = [&](unsigned shift) { put(0x80 | ((code_point >> shift) & 0x3f)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | code_point >> 6);
        put_tail(0);
    } else if (code_point < 0x10000) {
        put(0xe0 | code_point >> 12);
        put_tail(6);
        put_tail(0);
    } else {
        put(0xf0 | code_point >> 18);
        put_tail(12);
        put_tail(6);
        put_tail(0);
    }
}

}  // namespace parley::json
