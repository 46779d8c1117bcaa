// connection_pool.hpp: one thread's connections to upstreams.
//
// An idle connection is watched: when its peer closes it, or says something nobody asked for, it is destroyed at once. Only
// a connection whose last answer was read to its proper end comes back here; everything else is destroyed by its owner.
//
// However busy it is, a connection has an end: a provider that moves, or adds machines behind its balancer, is followed. One
// that has reached its age is closed when it comes back, never within an exchange.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "http/origin.hpp"
#include "http/resolver.hpp"
#include "http/stream.hpp"

namespace parley::http {

class ConnectionPool;

class ClientConnection final : private SocketWatcher, private TimerEntry {
  public:
    ClientConnection(ConnectionPool& pool, Origin origin, Stream stream);
    ~ClientConnection();
    Stream& stream() { return stream_; }
    const Origin& origin() const { return origin_; }
    /// It has carried an exchange before: its peer may have closed it unseen (a stale connection).
    bool reused() const { return reused_; }
    /// Whether nothing waits to be read: neither an end nor something that its peer said unasked. To be asked before a
    /// request is sent; overwrites the loop's receive buffer.
    bool is_quiet();

  private:
    friend class ConnectionPool;
    void on_socket_ready() override;
    void on_deadline() override;

    ConnectionPool& pool_;
    Origin origin_;
    Stream stream_;
    Deadline retires_;
    bool reused_ = false;
};

/// How long a connection is used: between three quarters of `age_max` and all of it, so that connections that were made
/// together are not made again together.
Duration spread_age(Duration age_max, Random& random);

using OriginSet = std::unordered_set<Origin, OriginHash>;

class ConnectionPool {
  public:
    struct Options {
        std::size_t idle_per_origin_max = 512;
        Duration idle_timeout = std::chrono::seconds(50);  // below the 60 s of most balancers in front of providers
        Duration age_max = std::chrono::minutes(5);        // of a busy connection, when its exchange has ended
    };
    ConnectionPool(Loop& loop, Resolver& resolver) : ConnectionPool(loop, resolver, Options()) {}
    ConnectionPool(Loop& loop, Resolver& resolver, Options options);

    /// The idle connection that was used last, or null.
    std::unique_ptr<ClientConnection> take_idle(const Origin& origin);

    /// A new connection, its TLS handshake and certificate check done. Errors as resolve, connect_any and Stream::secure.
    Task<Result<std::unique_ptr<ClientConnection>>> connect(Origin origin, Deadline deadline, StopSignal* stop);

    void give_back(std::unique_ptr<ClientConnection> connection);

    /// From now on connections to other origins are not kept: idle ones close at once, busy ones when they come back.
    void keep_only(OriginSet origins);

    std::size_t idle() const { return idle_count_; }
    /// Connections that carry an exchange right now.
    std::size_t busy() const { return open_ - idle_count_; }
    void close_idle();

    Loop& loop() { return loop_; }

  private:
    friend class ClientConnection;
    using Idle = std::vector<std::unique_ptr<ClientConnection>>;
    void discard(ClientConnection& connection);
    Result<TlsClientContext*> tls_context(const std::string& host);

    Loop& loop_;
    Resolver& resolver_;
    Options options_;
    std::size_t open_ = 0;
    std::size_t idle_count_ = 0;
    std::unordered_map<std::string, std::unique_ptr<TlsClientContext>> tls_contexts_;  // outlives the connections below
    std::unordered_map<Origin, Idle, OriginHash> idle_;
    std::optional<OriginSet> kept_;  // nothing was said: every origin
};

}  // namespace parley::http
