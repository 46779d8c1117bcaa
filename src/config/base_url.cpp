#include "config/base_url.hpp"

#include "http/authority.hpp"
#include "http/character_class.hpp"
#include "http/numbers.hpp"

namespace parley::config {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::uint16_t port_of(BaseUrl::Scheme scheme) { return scheme == BaseUrl::Scheme::https ? https_port : http_port; }

Error mistake(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::gateway, .message = std::move(message)};
}

/// Takes `http://` or `https://` (RFC 3986, 3.1: in any case) off the front.
bool take_scheme(std::string_view& text, BaseUrl::Scheme& scheme) {
    const std::size_t end = text.find("://");
    if (end == std::string_view::npos) return false;
    std::string name(text.substr(0, end));
    for (char& letter : name) letter = static_cast<char>(letter | 0x20);  // only letters can match below
    if (name != "http" && name != "https") return false;
    scheme = name == "https" ? BaseUrl::Scheme::https : BaseUrl::Scheme::http;
    text.remove_prefix(end + 3);
    return true;
}

/// `authority` has passed http::is_authority.
void split_authority(std::string_view authority, BaseUrl& url) {
    const std::size_t host_end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    const std::string_view host = authority.substr(0, host_end);
    url.host = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    url.port = port_of(url.scheme);
    if (host.size() < authority.size()) {
        url.port = static_cast<std::uint16_t>(*http::parse_decimal(authority.substr(host.size() + 1)));
    }
}

bool has_dot_segment(std::string_view path) {
    const std::string closed = std::string(path) + "/";
    return closed.find("/./") != std::string::npos || closed.find("/../") != std::string::npos;
}

}  // namespace

std::string BaseUrl::authority() const {
    std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != port_of(scheme)) text += ":" + std::to_string(port);
    return text;
}

bool BaseUrl::is_loopback() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }

Result<BaseUrl> parse_base_url(std::string_view text) {
    if (text.size() > base_url_bytes_max) return mistake("must have at most 2048 characters");
    BaseUrl url;
    if (!take_scheme(text, url.scheme)) return mistake("must start with http:// or https://");
    const std::string_view authority = text.substr(0, text.find_first_of("/?#"));
    std::string_view path = text.substr(authority.size());
    if (authority.find('@') != std::string_view::npos) {
        return mistake("must not hold a user or password: that is what `credential` is for");
    }
    if (!http::is_authority(authority)) return mistake("must have a host, and a port of 1 to 65535 if any");
    if (path.find_first_of("?#") != std::string_view::npos) return mistake("must not have a query or a fragment");
    while (path.ends_with('/')) path.remove_suffix(1);
    if (!http::path_bytes.has_all(path) || has_dot_segment(path) || path.find("//") != std::string_view::npos) {
        return mistake("must have a plain path such as /v1");
    }
    split_authority(authority, url);
    if (url.port == 0) return mistake("must have a host, and a port of 1 to 65535 if any");
    url.path = path;
    return url;
}

}  // namespace parley::config
