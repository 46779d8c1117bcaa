#include "client/gateway_address.hpp"

#include <algorithm>

#include "config/base_url.hpp"

namespace parley::client {
namespace {

Error wrong(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

std::string without_version(std::string path) {
    constexpr std::string_view version = "/v1";
    if (path.ends_with(version)) path.resize(path.size() - version.size());
    return path;
}

}  // namespace

Result<GatewayAddress> parse_gateway_address(std::string_view url) {
    const Result<config::BaseUrl> base = config::parse_base_url(url);
    if (!base) return wrong(base.error().message);
    GatewayAddress address;
    address.origin = {.tls = base->scheme == config::BaseUrl::Scheme::https, .host = base->host, .port = base->port};
    address.authority = base->authority();
    address.path = without_version(base->path);
    address.url = url;
    address.loopback = base->is_loopback();
    return address;
}

Result<Secret> check_key(std::string text) {
    if (text.empty()) return wrong("the key is empty");
    if (text.size() > key_bytes_max) return wrong("the key is longer than " + std::to_string(key_bytes_max) + " bytes");
    const auto is_printable = [](char letter) { return letter > ' ' && letter < '\x7f'; };
    if (!std::all_of(text.begin(), text.end(), is_printable)) {
        return wrong("the key holds something else than printable ASCII, or a space");
    }
    return Secret(std::move(text));
}

}  // namespace parley::client
