#include "wire/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace bench::wire {
namespace {

// As many as the kernel's own limit (net.core.somaxconn) lets through.
constexpr int backlog = 4096;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void require(bool held, const char* what) {
    if (!held) throw std::system_error(errno, std::generic_category(), what);
}

void send_without_delay(int fd) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) close(fd_);
}

Descriptor listen_on_loopback(std::uint16_t port) {
    Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    require(listener.get() >= 0, "socket");
    const int on = 1;
    setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = loopback(port);
    require(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "bind");
    require(listen(listener.get(), backlog) == 0, "listen");
    return listener;
}

std::uint16_t listener_port(const Descriptor& listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    require(getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
    return ntohs(address.sin_port);
}

Descriptor accept_from(const Descriptor& listener) {
    Descriptor accepted(accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (accepted.get() >= 0) send_without_delay(accepted.get());
    return accepted;
}

Descriptor connect_to_loopback(std::uint16_t port) {
    Descriptor connection(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    require(connection.get() >= 0, "socket");
    send_without_delay(connection.get());
    const sockaddr_in address = loopback(port);
    const int answer = connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    require(answer == 0 || errno == EINPROGRESS, "connect");
    return connection;
}

}  // namespace bench::wire
