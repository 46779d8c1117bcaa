#include "http/fields.hpp"

namespace parley::http {
namespace {

constexpr char lower_case(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

}  // namespace

std::string_view without_white_space(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool same_token(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && lower_case(a[i]) != lower_case(b[i])) return false;
    }
    return true;
}

bool list_has(std::string_view value, std::string_view token) {
    for (;;) {
        const std::size_t comma = value.find(',');
        if (same_token(without_white_space(value.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        value.remove_prefix(comma + 1);
    }
}

std::string_view Fields::find(std::string_view name) const {
    for (const Field& field : fields_) {
        if (same_token(field.name, name)) return field.value;
    }
    return {};
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    for (const Field& field : fields_)
        found += same_token(field.name, name);
    return found;
}

}  // namespace parley::http
