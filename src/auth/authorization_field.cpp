#include "auth/authorization_field.hpp"

namespace parley::auth {
namespace {

constexpr std::string_view scheme = "bearer";

bool is_space(char byte) { return byte == ' ' || byte == '\t'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool begins_with_scheme(std::string_view text) {
    if (text.size() < scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        if ((text[i] | 0x20) != scheme[i]) return false;
    }
    return true;
}

}  // namespace

std::string_view key_in(std::string_view field) {
    const std::string_view text = trimmed(field);
    if (!begins_with_scheme(text)) return text;
    const std::string_view rest = text.substr(scheme.size());
    if (!rest.empty() && !is_space(rest.front())) return text;  // a key that begins with these letters
    return trimmed(rest);
}

}  // namespace parley::auth
