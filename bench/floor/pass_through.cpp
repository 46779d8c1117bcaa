// pass_through: the floor under every proxy. It takes a connection, opens one of its own to the upstream, and passes bytes both ways
// without looking at them: two reads and two writes a request, and one wait for as many as are ready. What it costs is what the kernel asks
// for; what any other proxy costs beyond that, it spends on understanding what passes.
//
//   pass_through --upstream PORT [--port 0]      prints the port it listens on, then serves until stopped
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/arguments.hpp"
#include "wire/epoll.hpp"
#include "wire/socket.hpp"

namespace bench::floor {
namespace {

using wire::Descriptor;

/// One end of a pair: what is read from it goes to the other.
struct End {
    Descriptor socket;
    int other = -1;
    std::string unsent;  // to it: what its socket would not take yet
};

class PassThrough {
  public:
    PassThrough(Descriptor listener, std::uint16_t upstream) : listener_(std::move(listener)), upstream_(upstream) { watch(listener_); }

    void run() {
        while (true) {
            for (const epoll_event& event : epoll_.wait(wire::now() + wire::second)) {
                const int fd = static_cast<int>(event.data.u64);
                if (fd == listener_.get()) {
                    accept_all();
                } else if (End* const end = end_of(fd)) {
                    serve(*end, event.events);
                }
            }
            leaving_.clear();  // only now: what is ready beside them may name their descriptors still
        }
    }

  private:
    void watch(const Descriptor& socket) { epoll_.watch(socket.get(), static_cast<std::uint64_t>(socket.get())); }

    End* end_of(int fd) { return ends_[static_cast<std::size_t>(fd)].get(); }

    void accept_all() {
        while (true) {
            Descriptor caller = wire::accept_from(listener_);
            if (caller.get() < 0) return;
            Descriptor upstream = wire::connect_to_loopback(upstream_);
            const int caller_fd = caller.get();
            const int upstream_fd = upstream.get();
            add(std::move(caller), upstream_fd);
            add(std::move(upstream), caller_fd);
        }
    }

    void add(Descriptor socket, int other) {
        const auto fd = static_cast<std::size_t>(socket.get());
        if (ends_.size() <= fd) ends_.resize(fd + 1);
        ends_[fd] = std::make_unique<End>(End{std::move(socket), other, {}});
        watch(ends_[fd]->socket);
    }

    void serve(End& end, std::uint32_t events) {
        bool is_well = (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) == 0;
        if (is_well && (events & EPOLLOUT) != 0 && !end.unsent.empty()) is_well = send(end, std::exchange(end.unsent, {}));
        if (is_well && (events & EPOLLIN) != 0) is_well = pass_on(end);
        if (!is_well) drop(end);
    }

    /// False: the pair has come to its end.
    bool pass_on(End& from) {
        End& to = *end_of(from.other);
        while (true) {
            const ssize_t got = recv(from.socket.get(), buffer_.data(), buffer_.size(), 0);
            if (got < 0) return errno == EAGAIN;
            if (got == 0 || !send(to, {buffer_.data(), static_cast<std::size_t>(got)})) return false;
            if (static_cast<std::size_t>(got) < buffer_.size()) return true;  // all there was: the next byte is a new event
        }
    }

    static bool send(End& to, std::string_view bytes) {
        if (to.unsent.empty()) {
            const ssize_t sent = ::send(to.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno != EAGAIN) return false;
            bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(0, sent)));
        }
        to.unsent.append(bytes);
        return true;
    }

    void drop(End& end) {
        const auto other = static_cast<std::size_t>(end.other);
        leaving_.push_back(std::move(ends_[static_cast<std::size_t>(end.socket.get())]));
        leaving_.push_back(std::move(ends_[other]));
    }

    Descriptor listener_;
    std::uint16_t upstream_;
    wire::Epoll epoll_;
    std::vector<std::unique_ptr<End>> ends_;  // by descriptor
    std::vector<std::unique_ptr<End>> leaving_;
    std::array<char, 16 * 1024> buffer_;
};

}  // namespace
}  // namespace bench::floor

int main(int count, char** words) try {
    using namespace bench;
    const wire::Arguments arguments(count, words, {"upstream", "port"});
    wire::Descriptor listener = wire::listen_on_loopback(static_cast<std::uint16_t>(arguments.number("port", 0)));
    std::printf("%u\n", wire::listener_port(listener));
    std::fflush(stdout);
    floor::PassThrough(std::move(listener), static_cast<std::uint16_t>(arguments.number("upstream"))).run();
} catch (const std::exception& failure) {
    std::fprintf(stderr, "pass_through: %s\n", failure.what());
    return 1;
}
