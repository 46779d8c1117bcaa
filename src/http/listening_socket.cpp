#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "http/server.hpp"

namespace parley::http {
namespace {

Error listen_error(const ListenAddress& address, std::string_view what) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = address.text() + ": " + std::string(what)};
}

std::uint16_t bound_port(int descriptor) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
    return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

enum class Sharing { alone, with_other_threads };

// A bound descriptor, or why there is none.
Result<int> bind_to(const ListenAddress& address, Sharing sharing) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(address.port);
    if (const int failed = ::getaddrinfo(address.host.c_str(), port.c_str(), &hints, &found))
        return listen_error(address, ::gai_strerror(failed));
    const int descriptor = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    bool good = descriptor >= 0;
    good = good && ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
    if (sharing == Sharing::with_other_threads) good = good && ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0;
    good = good && ::bind(descriptor, found->ai_addr, found->ai_addrlen) == 0;
    const int why = errno;
    ::freeaddrinfo(found);
    if (good) return descriptor;
    if (descriptor >= 0) ::close(descriptor);
    return listen_error(address, std::strerror(why));
}

}  // namespace

std::string ListenAddress::text() const {
    const bool bare_v6 = host.find(':') != std::string::npos;
    return (bare_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto malformed = [&] {
        return Error{.kind = ErrorKind::bad_request,
                     .source = ErrorSource::gateway,
                     .message = "must be HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080"};
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return malformed();
    std::string_view host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return malformed();
    }
    ListenAddress address{std::string(host), 0};
    const std::string_view port = text.substr(colon + 1);
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (port.empty() || parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size()) return malformed();
    return address;
}

ListeningSocket::ListeningSocket(int descriptor, ListenAddress address) : descriptor_(descriptor), address_(std::move(address)) {}
ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), address_(std::move(other.address_)) {}
ListeningSocket::~ListeningSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}
int ListeningSocket::release() { return std::exchange(descriptor_, -1); }

Result<ListeningSocket> ListeningSocket::open(const ListenAddress& address) {
    const Result<int> descriptor = bind_to(address, Sharing::with_other_threads);
    if (!descriptor) return descriptor.error();
    if (::listen(*descriptor, SOMAXCONN) != 0) {
        const int why = errno;
        ::close(*descriptor);
        return listen_error(address, std::strerror(why));
    }
    return ListeningSocket(*descriptor, ListenAddress{address.host, bound_port(*descriptor)});
}

std::optional<Error> ListeningSocket::probe(const ListenAddress& address) {
    if (address.port == 0) return std::nullopt;
    // Binding is refused while another listens there; not listening ourselves, we take nobody's connection meanwhile.
    const Result<int> descriptor = bind_to(address, Sharing::alone);
    if (!descriptor) return descriptor.error();
    ::close(*descriptor);
    return std::nullopt;
}

}  // namespace parley::http
