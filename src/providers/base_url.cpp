#include "providers/base_url.hpp"

#include <algorithm>
#include <charconv>

#include "http/authority.hpp"

namespace parley::providers {
namespace {

Error refusal(std::string_view why) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = "base_url " + std::string(why);
    return error;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; }

bool is_path(std::string_view path) {
    return path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@!$&'()*+,;=%") ==
           std::string_view::npos;
}

/// Splits a checked authority. False when the port is 0 or too large.
bool split_authority(std::string_view authority, BaseUrl& url) {
    const std::size_t colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
    std::string_view host = authority.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    url.host = host;
    if (colon == std::string_view::npos) return true;
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    return fault == std::errc() && end == port.data() + port.size() && url.port != 0;
}

}  // namespace

Result<BaseUrl> parse_base_url(std::string_view text) {
    BaseUrl url;
    url.tls = take_prefix(text, "https://");
    if (!url.tls && !take_prefix(text, "http://")) return refusal("must begin with https:// or http://");
    const std::uint16_t own_port = url.tls ? 443 : 80;
    url.port = own_port;

    const std::size_t slash = std::min(text.find('/'), text.size());
    std::string authority(text.substr(0, slash));
    std::string_view path = text.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    if (!is_path(path)) return refusal("must not hold a query, a fragment or bytes that need escaping");
    std::transform(authority.begin(), authority.end(), authority.begin(), lower);
    if (!http::is_authority(authority) || !split_authority(authority, url)) return refusal("names no valid host");
    url.path = path;

    if (url.port == own_port && authority.ends_with(":" + std::to_string(own_port)) && authority != url.host) {
        authority.resize(authority.rfind(':'));
    }
    url.authority = std::move(authority);
    return url;
}

}  // namespace parley::providers
