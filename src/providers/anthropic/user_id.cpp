#include "providers/anthropic/user_id.hpp"

#include <algorithm>
#include <string_view>

#include "providers/sha256.hpp"

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

}  // namespace

std::string anonymous_user_id(const std::string& user) {
    const bool must_be_hidden = user.size() > user_id_bytes_max || looks_like_address(user) || looks_like_telephone(user);
    return must_be_hidden ? to_hex(sha256(user)) : user;
}

}  // namespace parley::providers::anthropic
