#include "schema/references.hpp"

#include <charconv>
#include <string>

namespace parley::schema {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_escape = text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
        plain += is_escape ? static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2])) : text[at];
        if (is_escape) at += 2;
    }
    return plain;
}

/// RFC 6901, section 4: `~1` is a slash, `~0` a tilde.
std::string token_of(std::string_view text) {
    std::string token;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_escape = text[at] == '~' && at + 1 < text.size();
        token += !is_escape ? text[at] : text[at + 1] == '1' ? '/' : '~';
        if (is_escape) ++at;
    }
    return token;
}

json::Value element(json::Value array, std::string_view token) {
    std::size_t index = 0;
    const auto [stop, fault] = std::from_chars(token.data(), token.data() + token.size(), index);
    if (fault != std::errc() || stop != token.data() + token.size()) return {};
    for (const json::Value value : array.elements()) {
        if (index-- == 0) return value;
    }
    return {};
}

json::Value follow_pointer(json::Value value, std::string_view pointer) {
    while (value && !pointer.empty()) {
        pointer.remove_prefix(1);  // a slash
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        const std::string token = token_of(pointer.substr(0, end));
        pointer.remove_prefix(end);
        value = value.is(json::Kind::array) ? element(value, token) : value.find(token);
    }
    return value;
}

/// `look(schema)` for every object in the text that has the member; ends with the first for which it is true. The document's depth is
/// bounded, and so is this.
template <class Look>
json::Value find_if(json::Value value, Look look) {
    if (value.is(json::Kind::object) && look(value)) return value;
    for (const json::Member member : value.members()) {
        if (member.key.equals("enum") || member.key.equals("const")) continue;  // values, and no schemas
        if (const json::Value found = find_if(member.value, look)) return found;
    }
    for (const json::Value inner : value.elements()) {
        if (const json::Value found = find_if(inner, look)) return found;
    }
    return {};
}

}  // namespace

json::Value find_reference(json::Value root, std::string_view reference) {
    const std::string own_id = root.find("$id").string();
    if (!own_id.empty() && reference.starts_with(own_id)) reference.remove_prefix(own_id.size());
    if (reference.empty()) return root;
    if (!reference.starts_with('#')) return {};
    const std::string fragment = percent_decoded(reference.substr(1));
    if (fragment.empty() || fragment.starts_with('/')) return follow_pointer(root, fragment);
    return find_if(root, [&](json::Value schema) { return schema.find("$anchor").equals(fragment); });
}

bool has_inner_id(json::Value root) {
    const auto has_id = [&](json::Value schema) {
        return schema.begin() != root.begin() && schema.find("$id").is(json::Kind::string) && schema.find("$ref").is_missing();
    };
    return bool(find_if(root, has_id));
}

}  // namespace parley::schema
