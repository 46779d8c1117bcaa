// base_url.hpp: where an upstream lives, as the configuration writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace parley::providers {

struct BaseUrl {
    bool tls = true;
    std::string host;  // lower case, without port; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string authority;  // for the Host field: host[:port], the port only if it is not the scheme's own
    std::string path;       // "/v1": no slash at its end; empty for the root

    bool operator==(const BaseUrl&) const = default;
};

/// http(s)://host[:port][/path]. User, query and fragment are refused, and so is every byte of a path that would have
/// to be escaped: what stands here goes into a request line.
Result<BaseUrl> parse_base_url(std::string_view text);

}  // namespace parley::providers
