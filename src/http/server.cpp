#include "http/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <unordered_set>

#include "http/exhaustion.hpp"
#include "http/loop.hpp"
#include "http/server_connection.hpp"

namespace parley::http {
namespace {

/// What a connection begins with and keeps to its end.
struct Terms {
    Limits limits;
    std::shared_ptr<const TlsServerContext> tls;
};

constexpr int accepts_per_turn = 64;  // then others get their turn
constexpr int close_looks_max = 16;   // for one that may be closed
constexpr auto pause_without_descriptors = std::chrono::milliseconds(50);
/// The first request of a new connection may be on its way when listening ends; a connection that was opened for later may
/// never bring one.
constexpr auto first_request_patience = std::chrono::seconds(1);

std::string address_text(const sockaddr_storage& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET6) {
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
    } else {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    }
    return text;
}

void set_option(int descriptor, int option, unsigned value) { ::setsockopt(descriptor, IPPROTO_TCP, option, &value, sizeof value); }

// What a caller who stops reading costs the kernel has an end in bytes and in time (tcp(7)): unsent bytes beyond a few stay with
// us, and so upstream, and a peer that acknowledges nothing, or keeps its window shut, is given up.
void bound_what_the_kernel_holds(int descriptor, const Limits& limits) {
    set_option(descriptor, TCP_NOTSENT_LOWAT, static_cast<unsigned>(limits.unsent_bytes_max));
    set_option(descriptor, TCP_USER_TIMEOUT, static_cast<unsigned>(limits.write_timeout.count()));
}

}  // namespace

/// Kept alive by the Server and by each of its connections.
class Server::Implementation final : public std::enable_shared_from_this<Server::Implementation>, public RoomMaker, private SocketWatcher {
  public:
    Implementation(Loop& loop, ListeningSocket socket, Handler handler, Options options)
        : loop_(loop),
          listening_(std::in_place, loop, socket.release()),
          handler_(std::move(handler)),
          options_(std::move(options)),
          terms_(std::make_shared<const Terms>(Terms{options_.limits, options_.tls})),
          pause_(*this, &Implementation::on_socket_ready),
          last_call_(*this, &Implementation::close_unused) {
        listening_->watch_readable(this);
    }

    void join() {
        if (options_.connections) options_.connections->join(loop_, shared_from_this());
    }
    void leave() {
        if (options_.connections) options_.connections->leave(*this);
    }

    void make_room() override {
        if (full()) close_longest_idle();
    }

    void renew(const Limits& limits, std::shared_ptr<const TlsServerContext> tls) {
        terms_ = std::make_shared<const Terms>(Terms{limits, std::move(tls)});
    }

    void close_after_answers() { closing_.after_answers = true; }

    void stop_accepting() {
        close_after_answers();
        if (listening_) accept_waiting(SOMAXCONN);
        listening_.reset();
        loop_.timers().clear(pause_);
        closing_.when_idle = true;
        for_each([](ServerConnection& connection) { connection.close_when_idle(); });
        loop_.timers().set(last_call_, Deadline::after(loop_.now(), first_request_patience));
    }

    void stop_exchanges() {
        for_each([](ServerConnection& connection) { connection.stop_now(); });
    }

    std::size_t connections() const { return connections_.size(); }

  private:
    struct Later final : TimerEntry {
        Later(Implementation& of, void (Implementation::*call)()) : owner(of), what(call) {}
        void on_deadline() override { (owner.*what)(); }
        Implementation& owner;
        void (Implementation::*what)();
    };

    void on_socket_ready() override {
        if (!listening_) return;
        if (accept_waiting(accepts_per_turn)) {
            listening_->watch_readable(this);
        } else {
            // Out of descriptors or at the limit: what waits stays in the kernel's queue. No spinning meanwhile.
            loop_.timers().set(pause_, Deadline::after(loop_.now(), pause_without_descriptors));
        }
    }

    void close_unused() {
        for_each([](ServerConnection& connection) { connection.close_when_unused(); });
    }

    bool full() const {
        return options_.connections && options_.connections->open.load(std::memory_order_relaxed) >= terms_->limits.connections_max;
    }

    bool somebody_waits() const {
        pollfd look{listening_->descriptor(), POLLIN, 0};
        return ::poll(&look, 1, 0) > 0;
    }

    // False when all are busy, have a request that waits to be read, or began to wait just now: the next may be on its way.
    bool close_longest_idle() {
        int looks = close_looks_max;
        for (ServerConnection& longest : idle_) {
            if (looks-- == 0 || loop_.now() - longest.idle_since() < terms_->limits.idle_grace) return false;
            if (longest.close_idle()) return true;
        }
        return false;
    }

    // Room for one more caller. Without a caller who waits for it nobody has to go.
    bool has_room() {
        if (!full()) return true;
        if (!somebody_waits()) return false;
        if (close_longest_idle()) return true;
        options_.connections->ask_others(*this);
        return false;
    }

    // False when there is no room for more right now.
    bool accept_waiting(int at_most) {
        for (int accepted = 0; accepted < at_most; ++accepted) {
            if (!has_room()) return false;
            sockaddr_storage from{};
            socklen_t size = sizeof from;
            const int descriptor =
                ::accept4(listening_->descriptor(), reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (descriptor < 0) {
                const int why = errno;
                // Without a descriptor accept4() fails also when nobody is there to be accepted.
                if (is_exhaustion(why) && somebody_waits()) {
                    report_exhaustion(why, "descriptor for a new caller", loop_.now());
                    if (close_longest_idle()) continue;
                    return false;
                }
                if (is_exhaustion(why) || why == EAGAIN || why == EWOULDBLOCK) listening_->note_unreadable();
                return true;
            }
            set_option(descriptor, TCP_NODELAY, 1);
            bound_what_the_kernel_holds(descriptor, terms_->limits);
            const ServerConnection::Environment environment{terms_->limits, handler_, options_.answer_refusal,
                                                            closing_,       idle_,    terms_->tls.get()};
            Stream stream{Socket(loop_, descriptor)};
            spawn(
                serve(shared_from_this(), terms_, std::make_unique<ServerConnection>(std::move(stream), address_text(from), environment)));
        }
        return true;
    }

    // Keeps what the connection refers to: the terms of the moment at which it came, too.
    static Task<> serve(std::shared_ptr<Implementation> self, [[maybe_unused]] std::shared_ptr<const Terms> terms,
                        std::unique_ptr<ServerConnection> connection) {
        self->connections_.insert(connection.get());
        if (self->options_.connections) ++self->options_.connections->open;
        co_await connection->run();
        if (self->options_.connections) --self->options_.connections->open;
        self->connections_.erase(connection.get());
    }

    // A connection may end, and leave the set, while it is told.
    template <class Function>
    void for_each(Function tell) {
        const std::vector<ServerConnection*> all(connections_.begin(), connections_.end());
        for (ServerConnection* connection : all) {
            if (connections_.contains(connection)) tell(*connection);
        }
    }

    Loop& loop_;
    std::optional<Socket> listening_;
    Handler handler_;
    Options options_;
    std::shared_ptr<const Terms> terms_;
    Later pause_;      // until accepting goes on
    Later last_call_;  // until connections without a request are given up
    std::unordered_set<ServerConnection*> connections_;
    ServerConnection::IdleQueue idle_;
    ServerConnection::Closing closing_;
};

Server::Server(Loop& loop, ListeningSocket socket, Handler handler, Options options)
    : implementation_(std::make_shared<Implementation>(loop, std::move(socket), std::move(handler), std::move(options))) {
    implementation_->join();
}
Server::~Server() {
    implementation_->leave();
    implementation_->stop_accepting();
    implementation_->stop_exchanges();
}
void Server::renew(const Limits& limits, std::shared_ptr<const TlsServerContext> tls) { implementation_->renew(limits, std::move(tls)); }
void Server::close_after_answers() { implementation_->close_after_answers(); }
void Server::stop_accepting() { implementation_->stop_accepting(); }
void Server::stop_exchanges() { implementation_->stop_exchanges(); }
std::size_t Server::connections() const { return implementation_->connections(); }

}  // namespace parley::http
