#include "providers/anthropic/user_id.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace parley::providers::anthropic {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool looks_like_address(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos;
}

/// Digits with what people put between them; fewer than seven are an account's number as well.
bool looks_like_telephone(std::string_view text) {
    constexpr std::ptrdiff_t digits_min = 7;
    const bool is_written_so = text.find_first_not_of("0123456789+-()./ ") == std::string_view::npos;
    return is_written_so && std::count_if(text.begin(), text.end(), is_digit) >= digits_min;
}

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned bytes = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &bytes, EVP_sha256(), nullptr);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned at = 0; at < bytes; ++at) {
        hex += digits[digest[at] >> 4];
        hex += digits[digest[at] & 0xf];
    }
    return hex;
}

}  // namespace

std::string anonymous_user_id(const std::string& user) {
    const bool must_be_hidden = user.size() > user_id_bytes_max || looks_like_address(user) || looks_like_telephone(user);
    return must_be_hidden ? sha256_hex(user) : user;
}

}  // namespace parley::providers::anthropic
