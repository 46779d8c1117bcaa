#include "providers/data_url.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace parley::providers {
namespace {

struct PictureType {
    std::string_view begins;  // base64 of the type's magic bytes, as far as they fill whole characters
    std::string_view media_type;
};
constexpr std::array picture_types = {
    PictureType{"iVBORw0KGg", "image/png"},  // 89 50 4E 47 0D 0A 1A (W3C PNG, 5.2)
    PictureType{"/9j/", "image/jpeg"},       // FF D8 FF (ITU T.81, B.1.1.3)
    PictureType{"R0lGOD", "image/gif"},      // "GIF8"
    PictureType{"UklGR", "image/webp"},      // "RIFF": of what providers take, only WebP is one
};

int digit_of(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

bool same_ignoring_case(std::string_view one, std::string_view other) {
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](char left, char right) { return lower(left) == lower(right); });
}

int value_of(char letter) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t at = alphabet.find(letter);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::optional<DataUrl> parse_data_url(std::string_view url) {
    constexpr std::string_view scheme = "data:";
    if (!same_ignoring_case(url.substr(0, scheme.size()), scheme)) return std::nullopt;
    url.remove_prefix(scheme.size());
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    std::string_view head = url.substr(0, comma);
    DataUrl read;
    read.data = url.substr(comma + 1);
    constexpr std::string_view marker = ";base64";
    if (head.size() >= marker.size() && same_ignoring_case(head.substr(head.size() - marker.size()), marker)) {
        read.is_base64 = true;
        head.remove_suffix(marker.size());
    }
    read.media_type = head.substr(0, head.find(';'));
    return read;
}

std::string_view sniff_picture(std::string_view base64) {
    for (const PictureType& type : picture_types) {
        if (base64.starts_with(type.begins)) return type.media_type;
    }
    return {};
}

std::string decode_percent(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_escape = text[at] == '%' && at + 3 <= text.size() && digit_of(text[at + 1]) >= 0 && digit_of(text[at + 2]) >= 0;
        if (is_escape) {
            decoded += static_cast<char>(digit_of(text[at + 1]) * 16 + digit_of(text[at + 2]));
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

std::optional<std::string> decode_base64(std::string_view base64) {
    while (base64.ends_with('=')) base64.remove_suffix(1);
    if (base64.size() % 4 == 1) return std::nullopt;
    std::string decoded;
    decoded.reserve(base64.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;  // bits that are not yet a byte
    for (const char letter : base64) {
        const int value = value_of(letter);
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        decoded += static_cast<char>(bits >> held & 0xff);
    }
    return decoded;
}

}  // namespace parley::providers
