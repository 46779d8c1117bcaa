#include "providers/safe_message.hpp"

#include <array>

namespace parley::providers {
namespace {

/// What is left of a secret after its marker: providers show the first and last characters with stars between.
bool may_be_in_secret(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_' || byte == '*' || byte == '.' || byte == '+' || byte == '/';
}

bool is_letter_or_digit(char byte) {
    return may_be_in_secret(byte) && byte != '*' && byte != '.' && byte != '/' && byte != '+';
}

/// The length of the marker that a secret begins with at the front of `text`, or 0.
std::size_t marker_bytes(std::string_view text) {
    static constexpr std::array markers = {std::string_view("sk-"),   std::string_view("org-"),
                                           std::string_view("proj_"), std::string_view("gsk_"),
                                           std::string_view("key="),  std::string_view("Bearer ")};
    for (const std::string_view marker : markers) {
        if (text.substr(0, marker.size()) == marker) return marker.size();
    }
    return 0;
}

void cut(std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80)
        --bytes_max;
    text.resize(bytes_max);
}

}  // namespace

std::string safe_message(std::string_view text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size() && safe.size() <= error_message_bytes_max;) {
        const bool at_word = at == 0 || !is_letter_or_digit(text[at - 1]);
        const std::size_t marker = at_word ? marker_bytes(text.substr(at)) : 0;
        if (marker == 0) {
            safe += static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7f ? ' ' : text[at];
            ++at;
            continue;
        }
        safe += "***";
        at += marker;
        while (at < text.size() && may_be_in_secret(text[at]))
            ++at;
    }
    cut(safe, error_message_bytes_max);
    return safe;
}

}  // namespace parley::providers
