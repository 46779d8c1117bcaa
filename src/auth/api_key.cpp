#include "auth/api_key.hpp"

#include <cstdint>
#include <string>

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
        for (held += 8; held >= 6; held -= 6)
            text += alphabet[(bits >> (held - 6)) & 0x3f];
    }
    if (held > 0) text += alphabet[(bits << (6 - held)) & 0x3f];
    return text;
}

}  // namespace

Secret make_api_key() {
    return Secret("sk-parley-" + base64url(secure_random_bytes(secret_bytes)));
}

}  // namespace parley::auth
