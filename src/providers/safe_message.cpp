#include "providers/safe_message.hpp"

#include <array>

namespace parley::providers {
namespace {

constexpr std::string_view hidden = "***";

/// What is left of a secret after its marker: providers show the first and last characters with stars between.
bool may_be_in_secret(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
           byte == '*' || byte == '.' || byte == '+' || byte == '/';
}

bool is_letter_or_digit(char byte) { return may_be_in_secret(byte) && byte != '*' && byte != '.' && byte != '/' && byte != '+'; }

/// The length of the marker that a secret begins with at the front of `text`, or 0.
std::size_t marker_bytes(std::string_view text) {
    static constexpr std::array markers = {std::string_view("sk-"),  std::string_view("org-"), std::string_view("proj_"),
                                           std::string_view("gsk_"), std::string_view("key="), std::string_view("Bearer "),
                                           std::string_view("ya29.")};  // Google's tokens, which change by the hour
    for (const std::string_view marker : markers) {
        if (text.substr(0, marker.size()) == marker) return marker.size();
    }
    return 0;
}

void cut(std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
    text.resize(bytes_max);
}

/// How many bytes at the front of `text` also stand in `secret` in that order; 0 when they are too few to tell.
std::size_t shared_bytes(std::string_view text, std::string_view secret) {
    std::size_t bytes = secret_piece_bytes;
    if (text.size() < bytes || secret.find(text.substr(0, bytes)) == std::string_view::npos) return 0;
    while (bytes < text.size() && secret.find(text.substr(0, bytes + 1)) != std::string_view::npos) ++bytes;
    return bytes;
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
        safe += hidden;
        at += marker;
        while (at < text.size() && may_be_in_secret(text[at])) ++at;
    }
    cut(safe, error_message_bytes_max);
    return safe;
}

void hide_secret(std::string& text, std::string_view secret) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t shared = shared_bytes(std::string_view(text).substr(at), secret);
        if (shared == 0) continue;
        text.replace(at, shared, hidden);
        at += hidden.size() - 1;
    }
}

}  // namespace parley::providers
