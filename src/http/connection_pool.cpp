#include "http/connection_pool.hpp"

#include <algorithm>

#include "http/connector.hpp"
#include "http/loop.hpp"

namespace parley::http {

ClientConnection::ClientConnection(ConnectionPool& pool, Origin origin, Stream stream)
    : pool_(pool),
      origin_(std::move(origin)),
      stream_(std::move(stream)),
      retires_(Deadline::after(pool.loop_.now(), spread_age(pool.options_.age_max, pool.loop_.random()))) {
    ++pool_.open_;
}
ClientConnection::~ClientConnection() { --pool_.open_; }

bool ClientConnection::is_quiet() {
    if (!stream_.socket().may_be_readable()) return true;
    return stream_.read_some(stream_.loop().receive_buffer()).kind == IoResult::Kind::would_block;
}

// While it is idle there is nothing to read. TLS may be told things that are none of ours, such as a session ticket.
void ClientConnection::on_socket_ready() {
    const IoResult result = stream_.read_some(stream_.loop().receive_buffer());
    if (result.kind == IoResult::Kind::would_block) return stream_.socket().watch_readable(this);
    pool_.discard(*this);
}

void ClientConnection::on_deadline() { pool_.discard(*this); }

Duration spread_age(Duration age_max, Random& random) {
    const Duration most_earlier = age_max / 4;
    return age_max - Duration(random.below(static_cast<std::uint64_t>(most_earlier.count()) + 1));
}

ConnectionPool::ConnectionPool(Loop& loop, Resolver& resolver, Options options) : loop_(loop), resolver_(resolver), options_(options) {}

std::unique_ptr<ClientConnection> ConnectionPool::take_idle(const Origin& origin) {
    const auto found = idle_.find(origin);
    if (found == idle_.end() || found->second.empty()) return nullptr;
    std::unique_ptr<ClientConnection> connection = std::move(found->second.back());
    found->second.pop_back();
    --idle_count_;
    connection->stream_.socket().watch_readable(nullptr);
    loop_.timers().clear(*connection);
    return connection;
}

Task<Result<std::unique_ptr<ClientConnection>>> ConnectionPool::connect(Origin origin, Deadline deadline, StopSignal* stop) {
    auto addresses = co_await resolver_.resolve(loop_, origin.host, origin.port, deadline, stop);
    if (!addresses) co_return addresses.error();
    auto socket = co_await connect_any(loop_, std::move(*addresses), deadline, stop);
    if (!socket) co_return socket.error();
    Stream stream(std::move(*socket));
    if (origin.tls) {
        const Result<TlsClientContext*> context = tls_context(origin.host);
        if (!context) co_return context.error();
        TlsSession session(**context, stream.socket().descriptor());
        const auto secured = co_await stream.secure(std::move(session), deadline, stop);
        if (!secured) co_return secured.error();
    }
    co_return std::make_unique<ClientConnection>(*this, std::move(origin), std::move(stream));
}

Result<TlsClientContext*> ConnectionPool::tls_context(const std::string& host) {
    std::unique_ptr<TlsClientContext>& known = tls_contexts_[host];
    if (!known) {
        auto opened = TlsClientContext::open(host);
        if (!opened) return opened.error();
        known = std::move(*opened);
    }
    return known.get();
}

void ConnectionPool::give_back(std::unique_ptr<ClientConnection> connection) {
    if (kept_ && !kept_->contains(connection->origin())) return;
    if (connection->retires_.passed(loop_.now())) return;
    Idle& idle = idle_[connection->origin()];
    if (idle.size() >= options_.idle_per_origin_max) return;
    connection->reused_ = true;
    connection->stream_.socket().watch_readable(connection.get());
    loop_.timers().set(*connection, Deadline::after(loop_.now(), options_.idle_timeout).sooner(connection->retires_));
    idle.push_back(std::move(connection));
    ++idle_count_;
}

void ConnectionPool::discard(ClientConnection& connection) {
    Idle& idle = idle_[connection.origin()];
    const auto found = std::find_if(idle.begin(), idle.end(), [&](const auto& each) { return each.get() == &connection; });
    if (found == idle.end()) return;
    --idle_count_;
    idle.erase(found);
}

void ConnectionPool::keep_only(OriginSet origins) {
    std::erase_if(idle_, [&](const auto& entry) {
        if (origins.contains(entry.first)) return false;
        idle_count_ -= entry.second.size();
        return true;
    });
    kept_ = std::move(origins);
}

void ConnectionPool::close_idle() {
    idle_count_ = 0;
    idle_.clear();
}

}  // namespace parley::http
