// socket_address.hpp: an IPv4 or IPv6 address and port, as the kernel wants it.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::http {

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
    bool is_v6() const { return storage.ss_family == AF_INET6; }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// An address written in digits; nullopt for a name. Only the canonical forms: no "127.1", no hexadecimal.
std::optional<SocketAddress> parse_address(const std::string& host, std::uint16_t port);

/// The order in which to try addresses: families alternate, IPv6 first, each family in the order given (RFC 8305, 4).
std::vector<SocketAddress> interleave_families(const std::vector<SocketAddress>& addresses);

}  // namespace parley::http
