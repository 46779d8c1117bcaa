// blocking_peer.hpp: the other end of a connection, driven by a test line by line. Every wait gives up after ten seconds,
// which no passing test comes near.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace parley::http::testing {

class BlockingPeer {
  public:
    explicit BlockingPeer(int descriptor) : descriptor_(descriptor) {
        const timeval patience{10, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    BlockingPeer(BlockingPeer&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), received_(std::move(other.received_)) {}
    ~BlockingPeer() { close(); }

    /// With as small a receive buffer as there is, if `room` says so: what a peer that never reads takes.
    enum class Room { usual, least };
    static BlockingPeer connect(std::uint16_t port, Room room = Room::usual) {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
        const int least = 1;
        if (room == Room::least) ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ::perror("connect");
        return BlockingPeer(descriptor);
    }

    /// False when the other side is gone.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Everything up to and including `mark`; everything there was when the other side closed first.
    std::string receive_through(std::string_view mark) {
        for (;;) {
            const std::size_t found = received_.find(mark);
            if (found != std::string::npos) return take(found + mark.size());
            if (!receive_some()) return take(received_.size());
        }
    }
    std::string receive_to_end() {
        while (receive_some()) {
        }
        return take(received_.size());
    }
    /// One response whose body has a content-length.
    std::string receive_response() {
        std::string head = receive_through("\r\n\r\n");
        const std::size_t field = head.find("content-length: ");
        if (field == std::string::npos) return head;
        const std::size_t length = std::stoul(head.substr(field + 16));
        while (received_.size() < length && receive_some()) {
        }
        return head + take(std::min(length, received_.size()));
    }
    /// True when the other side closed or reset and nothing unread is left.
    bool at_end() { return received_.empty() && !receive_some(); }
    /// True when the last read failed with a reset rather than an end.
    bool was_reset() const { return reset_; }

    void shut_down_writing() { ::shutdown(descriptor_, SHUT_WR); }
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }
    int descriptor() const { return descriptor_; }

  private:
    bool receive_some() {
        char buffer[16 * 1024];
        const ssize_t got = ::recv(descriptor_, buffer, sizeof buffer, 0);
        if (got < 0 && errno == ECONNRESET) reset_ = true;
        if (got <= 0) return false;
        received_.append(buffer, static_cast<std::size_t>(got));
        return true;
    }
    std::string take(std::size_t bytes) {
        std::string taken = received_.substr(0, bytes);
        received_.erase(0, bytes);
        return taken;
    }

    int descriptor_;
    std::string received_;
    bool reset_ = false;
};

}  // namespace parley::http::testing
