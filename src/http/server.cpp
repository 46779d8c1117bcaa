#include "http/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <unordered_set>

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

}  // namespace

/// Kept alive by the Server and by each of its connections.
class Server::Implementation : public std::enable_shared_from_this<Server::Implementation>, private SocketWatcher {
  public:
    Implementation(Loop& loop, ListeningSocket socket, Handler handler, Options options)
        : loop_(loop), listening_(std::in_place, loop, socket.release()), handler_(std::move(handler)),
          options_(std::move(options)), terms_(std::make_shared<const Terms>(Terms{options_.limits, options_.tls})),
          pause_(*this, &Implementation::on_socket_ready), last_call_(*this, &Implementation::close_unused) {
        listening_->watch_readable(this);
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

    // False when there is no room for more right now.
    bool accept_waiting(int at_most) {
        for (int accepted = 0; accepted < at_most; ++accepted) {
            if (full()) return false;
            sockaddr_storage from{};
            socklen_t size = sizeof from;
            const int descriptor = ::accept4(listening_->descriptor(), reinterpret_cast<sockaddr*>(&from), &size,
                                             SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (descriptor < 0) {
                if (errno == EAGAIN || errno == EWOULDBLOCK) listening_->note_unreadable();
                return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
            }
            const int on = 1;
            ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            spawn(serve(shared_from_this(), Stream(Socket(loop_, descriptor)), address_text(from)));
        }
        return true;
    }

    static Task<> serve(std::shared_ptr<Implementation> self, Stream stream, std::string peer) {
        const std::shared_ptr<const Terms> terms = self->terms_;
        const ServerConnection::Environment environment{terms->limits, self->handler_, self->options_.answer_refusal,
                                                        self->closing_, terms->tls.get()};
        ServerConnection connection(std::move(stream), std::move(peer), environment);
        self->connections_.insert(&connection);
        if (self->options_.connections) ++self->options_.connections->open;
        co_await connection.run();
        if (self->options_.connections) --self->options_.connections->open;
        self->connections_.erase(&connection);
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
    ServerConnection::Closing closing_;
};

Server::Server(Loop& loop, ListeningSocket socket, Handler handler, Options options)
    : implementation_(std::make_shared<Implementation>(loop, std::move(socket), std::move(handler), std::move(options))) {}
Server::~Server() {
    implementation_->stop_accepting();
    implementation_->stop_exchanges();
}
void Server::renew(const Limits& limits, std::shared_ptr<const TlsServerContext> tls) {
    implementation_->renew(limits, std::move(tls));
}
void Server::close_after_answers() { implementation_->close_after_answers(); }
void Server::stop_accepting() { implementation_->stop_accepting(); }
void Server::stop_exchanges() { implementation_->stop_exchanges(); }
std::size_t Server::connections() const { return implementation_->connections(); }

}  // namespace parley::http
