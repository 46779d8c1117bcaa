#include "auth/api_key.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.hpp"

namespace parley::auth {
namespace {

constexpr std::size_t secret_bytes = 32;

std::string base64url(std::string_view bytes) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(byte);
        for (held += 8; held >= 6; held -= 6) text += alphabet[(bits >> (held - 6)) & 0x3f];
    }
    if (held > 0) text += alphabet[(bits << (6 - held)) & 0x3f];
    return text;
}

// RFC 4648, 6, in small letters: an id survives being read aloud. A byte for each character, of which 5 bits are used.
std::string base32(std::string_view bytes) {
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string text;
    for (const char byte : bytes) text += alphabet[static_cast<unsigned char>(byte) & 0x1f];
    return text;
}

}  // namespace

ApiKey make_api_key() {
    std::string id = base32(secure_random_bytes(key_id_characters));
    Secret text(std::string(api_key_prefix) + id + "-" + base64url(secure_random_bytes(secret_bytes)));
    return ApiKey{std::move(id), std::move(text)};
}

std::string last_characters(const Secret& key) {
    const std::string_view text = key.reveal();
    return std::string(text.substr(text.size() - std::min(text.size(), last_characters_shown)));
}

}  // namespace parley::auth
