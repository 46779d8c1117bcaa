#include "server/gateway.hpp"

#include <chrono>
#include <thread>

#include "http/resolver.hpp"
#include "observe/log.hpp"
#include "server/simulated_provider.hpp"
#include "server/snapshot_builder.hpp"
#include "server/worker.hpp"

namespace parley::server {
namespace {

constexpr auto drain_look = std::chrono::milliseconds(20);  // how often a drain looks whether everything has ended

Error start_error(std::string message) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::move(message)};
}

bool is_loopback(const http::ListenAddress& address) {
    return address.host == "localhost" || address.host == "::1" || address.host.starts_with("127.");
}

}  // namespace

class Gateway::Implementation {
  public:
    explicit Implementation(auth::KeyRegistry& keys) : keys_(keys) {}
    ~Implementation() { keys_.subscribe({}); }

    /// The steps of a start, in order; the first that fails says why.
    std::optional<Error> start(config::Config config);
    bool drain(Patience patience);

    std::string url;
    std::string admin_url;

  private:
    std::optional<Error> load_tls(const config::Config& config);
    std::optional<Error> add_simulated_provider(config::Config& config, const http::ListenAddress& listen);
    std::optional<Error> open_listeners(const config::Config& config, const http::ListenAddress& listen,
                                        const http::ListenAddress& admin);
    std::size_t busy_connections();
    bool wait_until_idle(Deadline deadline);

    auth::KeyRegistry& keys_;
    std::unique_ptr<http::TlsServerContext> tls_;
    std::unique_ptr<SimulatedProvider> simulated_;
    observe::Metrics metrics_;
    Readiness readiness_;
    http::ConnectionCount connection_count_;
    http::Resolver resolver_;
    std::optional<ProcessServices> services_;
    std::shared_ptr<const exchange::Snapshot> snapshot_;
    std::vector<http::ListeningSocket> public_sockets_;
    std::optional<http::ListeningSocket> admin_socket_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

std::optional<Error> Gateway::Implementation::start(config::Config config) {
    const auto listen = http::parse_listen_address(config.listen);
    if (!listen) return start_error("listen: " + listen.error().message);
    const auto admin = http::parse_listen_address(config.admin_listen);
    if (!admin) return start_error("admin_listen: " + admin.error().message);
    if (auto error = load_tls(config)) return error;
    if (auto error = add_simulated_provider(config, *listen)) return error;
    if (auto error = open_listeners(config, *listen, *admin)) return error;

    services_.emplace(ProcessServices{resolver_, metrics_, readiness_, connection_count_, keys_, tls_.get()});
    auto snapshot = build_snapshot(std::move(config));
    if (!snapshot) return snapshot.error();
    snapshot_ = std::move(*snapshot);
    for (http::ListeningSocket& socket : public_sockets_) {
        Worker& worker = *workers_.emplace_back(std::make_unique<Worker>(*services_, snapshot_));
        worker.listen(std::move(socket));
    }
    keys_.subscribe([this](auth::KeyRegistry::Ring ring) {
        for (const auto& worker : workers_) worker->use_keys(ring);
    });
    workers_.front()->listen_admin(std::move(*admin_socket_));
    for (const auto& worker : workers_) worker->start();
    readiness_.set(true);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::load_tls(const config::Config& config) {
    if (!config.tls) return std::nullopt;
    auto opened = http::TlsServerContext::open(config.tls->certificate, config.tls->key);
    if (!opened) return opened.error();
    tls_ = std::move(*opened);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::add_simulated_provider(config::Config& config, const http::ListenAddress& listen) {
    if (!config.simulated) return std::nullopt;
    if (!is_loopback(listen)) {
        return start_error("listen: " + config.listen + ": simulated models are served on loopback addresses only; " +
                           "set a provider's key, such as OPENAI_API_KEY");
    }
    auto started = SimulatedProvider::start();
    if (!started) return started.error();
    simulated_ = std::move(*started);
    config.providers["sim"].base_url = config::BaseUrl{config::BaseUrl::Scheme::http, "127.0.0.1", simulated_->port(), "/v1"};
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::open_listeners(const config::Config& config, const http::ListenAddress& listen,
                                                             const http::ListenAddress& admin) {
    // SO_REUSEPORT would let a second gateway share the port in silence.
    if (auto taken = http::ListeningSocket::probe(listen)) return start_error("listen: " + taken->message);
    if (auto taken = http::ListeningSocket::probe(admin)) return start_error("admin_listen: " + taken->message);
    http::ListenAddress address = listen;
    for (unsigned thread = 0; thread < config.threads; ++thread) {
        auto socket = http::ListeningSocket::open(address);
        if (!socket) return start_error("listen: " + socket.error().message);
        address.port = socket->address().port;  // the port that the first thread got is every thread's
        public_sockets_.push_back(std::move(*socket));
    }
    auto socket = http::ListeningSocket::open(admin);
    if (!socket) return start_error("admin_listen: " + socket.error().message);
    url = (config.tls ? "https://" : "http://") + address.text();
    admin_url = "http://" + socket->address().text();
    admin_socket_.emplace(std::move(*socket));
    return std::nullopt;
}

std::size_t Gateway::Implementation::busy_connections() {
    std::size_t open = 0;
    for (const auto& worker : workers_) open += worker->busy_connections();
    return open;
}

bool Gateway::Implementation::wait_until_idle(Deadline deadline) {
    while (busy_connections() > 0) {
        if (deadline.passed(Clock::now())) return false;
        std::this_thread::sleep_for(drain_look);
    }
    return true;
}

bool Gateway::Implementation::drain(Patience patience) {
    const config::Drain& drain = snapshot_->config.drain;
    readiness_.set(false);
    for (const auto& worker : workers_) worker->close_after_answers();
    if (patience == Patience::graceful) std::this_thread::sleep_for(drain.grace);
    for (const auto& worker : workers_) worker->stop_accepting();
    const bool idle = wait_until_idle(Deadline::after(Clock::now(), drain.timeout));
    for (const auto& worker : workers_) worker->stop();
    for (const auto& worker : workers_) worker->join();
    return idle;
}

Result<std::unique_ptr<Gateway>> Gateway::start(config::Config config, auth::KeyRegistry& keys) {
    auto implementation = std::make_unique<Implementation>(keys);
    if (auto error = implementation->start(std::move(config))) return std::move(*error);
    return std::unique_ptr<Gateway>(new Gateway(std::move(implementation)));
}

Gateway::Gateway(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Gateway::~Gateway() = default;
const std::string& Gateway::url() const { return implementation_->url; }
const std::string& Gateway::admin_url() const { return implementation_->admin_url; }
bool Gateway::drain(Patience patience) { return implementation_->drain(patience); }

}  // namespace parley::server
