// base_url.hpp: where a provider's API begins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace parley::config {

struct BaseUrl {
    enum class Scheme : std::uint8_t { http, https };

    Scheme scheme = Scheme::https;
    std::string host;        // a name or an address; IPv6 without its brackets
    std::uint16_t port = 0;  // stated, or the scheme's own: 80, 443
    std::string path;        // "/v1"; never ends in '/', so the root is empty

    /// As in a Host field: IPv6 in brackets, the port only where it is not the scheme's own.
    std::string authority() const;
    /// True for localhost, 127.0.0.0/8 and ::1: what is said to it stays on this machine.
    bool is_loopback() const;

    bool operator==(const BaseUrl&) const = default;
};

/// Reads scheme://host[:port][/path] (RFC 3986, 3), narrowly: no user, no query, no fragment, no escapes and no dot
/// segments in the path. Trailing slashes are dropped. At most base_url_bytes_max. Errors  ErrorKind::bad_request; the
/// message says what the URL must be and does not repeat it.
Result<BaseUrl> parse_base_url(std::string_view text);

inline constexpr std::size_t base_url_bytes_max = 2048;

}  // namespace parley::config
