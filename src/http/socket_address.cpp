#include "http/socket_address.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace parley::http {

std::optional<SocketAddress> parse_address(const std::string& host, std::uint16_t port) {
    SocketAddress address;
    sockaddr_in v4{};
    if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&address.storage, &v4, sizeof v4);
        address.size = sizeof v4;
        return address;
    }
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&address.storage, &v6, sizeof v6);
        address.size = sizeof v6;
        return address;
    }
    return std::nullopt;
}

std::vector<SocketAddress> interleave_families(const std::vector<SocketAddress>& addresses) {
    std::vector<SocketAddress> v6;
    std::vector<SocketAddress> v4;
    for (const SocketAddress& address : addresses) (address.is_v6() ? v6 : v4).push_back(address);
    std::vector<SocketAddress> ordered;
    ordered.reserve(addresses.size());
    for (std::size_t index = 0; ordered.size() < addresses.size(); ++index) {
        if (index < v6.size()) ordered.push_back(v6[index]);
        if (index < v4.size()) ordered.push_back(v4[index]);
    }
    return ordered;
}

}  // namespace parley::http
