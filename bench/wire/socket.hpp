// socket.hpp: non-blocking TCP sockets on the loopback interface, Nagle's delay off. The bench never leaves the
// machine.
#pragma once

#include <cstdint>
#include <utility>

namespace bench::wire {

/// A file descriptor that is closed when its owner goes.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();

    int get() const { return fd_; }

  private:
    int fd_;
};

/// Listens on 127.0.0.1. Port 0 lets the kernel choose; listener_port tells which one it was.
/// Throws std::system_error, as everything here that happens once, at the start.
Descriptor listen_on_loopback(std::uint16_t port);
std::uint16_t listener_port(const Descriptor& listener);

/// The next waiting connection, or an empty descriptor (get() < 0) when nobody waits.
Descriptor accept_from(const Descriptor& listener);

/// Begins to connect to 127.0.0.1:port; the socket is writable once connected.
Descriptor connect_to_loopback(std::uint16_t port);

}  // namespace bench::wire
