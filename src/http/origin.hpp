// origin.hpp: where an upstream lives.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace parley::http {

struct Origin {
    bool tls = false;
    std::string host;  // a name or an address, without brackets
    std::uint16_t port = 80;

    bool operator==(const Origin&) const = default;
};

struct OriginHash {
    std::size_t operator()(const Origin& origin) const {
        return std::hash<std::string>()(origin.host) * 31 + origin.port * 2u + origin.tls;
    }
};

}  // namespace parley::http
