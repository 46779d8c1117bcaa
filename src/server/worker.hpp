// worker.hpp: one thread of the gateway: its loop, its upstream connections, its share of the listeners.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "auth/key_registry.hpp"
#include "auth/wrong_keys.hpp"
#include "exchange/bookkeeper.hpp"
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
    limits::RequestWindows& request_windows;
    auth::WrongKeys& wrong_keys;
    observe::LineLog& request_log;
    journal::Journal& journal;
    exchange::JournalHealth& journal_health;
    thinking::StateKeeper& thinking_states;
    schema::SchemaCache& schemas;
    store::Writer& store;
    PatientThread& patient;
    const control::Verbs& admin_verbs;
    KeptTranscripts& transcripts;
    limits::Admission& admission;
};

/// What new requests and new connections begin with, until the next reload.
struct InForce {
    std::shared_ptr<const exchange::Snapshot> snapshot;
    std::shared_ptr<const http::TlsServerContext> tls;  // of the public listeners; null: plaintext
    std::shared_ptr<const auth::AdminKey> admin_key;
};

class Worker {
  public:
    /// number  of this worker, from 0, in the names of its segments of the journal.
    Worker(const ProcessServices& services, InForce in_force, std::uint32_t number);
    ~Worker();

    /// Hands the socket of Config::listeners[listener] to this thread. Before start().
    void listen(std::size_t listener, http::ListeningSocket socket);
    void listen_admin(http::ListeningSocket socket);

    void start();

    /// From any thread: requests that begin from then on are judged by this ring.
    void use_keys(std::shared_ptr<const auth::KeyRing> ring);

    // From any thread; each takes effect on the worker's own, soon.

    /// Requests that run keep the snapshot, and open connections the certificate, that they began with. Idle connections
    /// to upstreams that are no longer configured close.
    void adopt(InForce in_force);
    void close_after_answers();
    void stop_accepting();
    void stop_exchanges();
    void stop();

    /// Waits for the thread to end, after stop().
    void join();

    /// Connections that still carry something, on either side. Asks the worker's thread and waits for it.
    std::size_t busy_connections();

  private:
    /// One address that this thread accepts from.
    struct Door {
        Router router;
        bool is_public;
        std::optional<http::ListeningSocket> socket;
        std::optional<http::Server> server;  // made, used and destroyed on the thread
    };

    void run();
    void open(Door& door);
    void adopt_here(InForce in_force);
    void on_public_servers(std::function<void(http::Server&)> what);

    const ProcessServices& services_;
    RouteServices route_services_;
    InForce in_force_;
    std::shared_ptr<const auth::KeyRing> keys_;  // what new requests are judged by
    http::Loop loop_;
    http::ConnectionPool pool_;
    exchange::Bookkeeper books_;
    exchange::ThreadServices thread_services_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::thread thread_;
};

}  // namespace parley::server
