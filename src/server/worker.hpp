// worker.hpp: one thread of the gateway: its loop, its upstream connections, its share of the listeners.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "auth/key_registry.hpp"
#include "exchange/exchange_context.hpp"
#include "http/loop.hpp"
#include "http/resolver.hpp"
#include "http/server.hpp"
#include "server/router.hpp"

namespace parley::server {

/// What the workers share. Everything outlives them.
struct ProcessServices {
    http::Resolver& resolver;
    observe::Metrics& metrics;
    Readiness& readiness;
    http::ConnectionCount& connections;
    auth::KeyRegistry& keys;
    http::TlsServerContext* tls;  // of the public listener; null: plaintext
};

class Worker {
  public:
    Worker(const ProcessServices& services, std::shared_ptr<const exchange::Snapshot> snapshot);
    ~Worker();

    /// Hands a listening socket to this thread. Before start().
    void listen(http::ListeningSocket socket);
    void listen_admin(http::ListeningSocket socket);

    void start();

    /// From any thread: requests that begin from then on are judged by this ring.
    void use_keys(std::shared_ptr<const auth::KeyRing> ring);

    // From any thread; each takes effect on the worker's own, soon.
    void close_after_answers();
    void stop_accepting();
    void stop_exchanges();
    void stop();

    /// Waits for the thread to end, after stop().
    void join();

    /// Connections that still carry something, on either side. Asks the worker's thread and waits for it.
    std::size_t busy_connections();

  private:
    void run();
    http::Server::Options options(const Router& router, bool admin) const;
    void on_thread(std::function<void(http::Server&)> what);

    const ProcessServices& services_;
    RouteServices route_services_;
    std::shared_ptr<const exchange::Snapshot> snapshot_;  // what new requests begin with
    std::shared_ptr<const auth::KeyRing> keys_;           // and what they are judged by
    http::Loop loop_;
    http::ConnectionPool pool_;
    exchange::ThreadServices thread_services_;
    Router public_router_;
    Router admin_router_;
    std::optional<http::ListeningSocket> public_socket_;
    std::optional<http::ListeningSocket> admin_socket_;
    std::optional<http::Server> public_;  // made, used and destroyed on the thread
    std::optional<http::Server> admin_;
    std::thread thread_;
};

}  // namespace parley::server
