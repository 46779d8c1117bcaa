#include "server/worker.hpp"

#include <future>

namespace parley::server {
namespace {

// The same ring under a count of this thread's own, so that requests of different threads do not fight over one.
std::shared_ptr<const auth::KeyRing> owned_here(std::shared_ptr<const auth::KeyRing> ring) {
    const auth::KeyRing* shown = ring.get();
    return {shown, [ring = std::move(ring)](const auth::KeyRing*) {}};
}

}  // namespace

Worker::Worker(const ProcessServices& services, std::shared_ptr<const exchange::Snapshot> snapshot)
    : services_(services), route_services_{services.readiness, services.metrics}, snapshot_(std::move(snapshot)), keys_(owned_here(services.keys.ring())),
      pool_(loop_, services.resolver), thread_services_{loop_, pool_, services.metrics.add_thread()},
      public_router_(public_routes(), thread_services_, route_services_, snapshot_, keys_),
      admin_router_(admin_routes(), thread_services_, route_services_, snapshot_, keys_) {}

Worker::~Worker() = default;

void Worker::listen(http::ListeningSocket socket) { public_socket_.emplace(std::move(socket)); }
void Worker::listen_admin(http::ListeningSocket socket) { admin_socket_.emplace(std::move(socket)); }

void Worker::start() {
    thread_ = std::thread([this] { run(); });
}

http::Server::Options Worker::options(const Router& router, bool admin) const {
    http::Server::Options options;
    options.limits = snapshot_->config.http_limits;
    options.answer_refusal = [&router](int status, std::string_view reason) { return router.answer_refusal(status, reason); };
    if (!admin) {
        options.tls = services_.tls;
        options.connections = &services_.connections;
    }
    return options;
}

void Worker::run() {
    const auto serve = [this](std::optional<http::Server>& server, std::optional<http::ListeningSocket>& socket,
                              const Router& router, bool admin) {
        if (!socket) return;
        auto handler = [&router](http::ServerExchange& exchange) { return router.answer(exchange); };
        server.emplace(loop_, std::move(*socket), std::move(handler), options(router, admin));
        socket.reset();
    };
    serve(public_, public_socket_, public_router_, false);
    serve(admin_, admin_socket_, admin_router_, true);
    loop_.run();
    public_.reset();
    admin_.reset();
    pool_.close_idle();
}

void Worker::use_keys(std::shared_ptr<const auth::KeyRing> ring) {
    loop_.post([this, ring = std::move(ring)] { keys_ = owned_here(ring); });
}

void Worker::on_thread(std::function<void(http::Server&)> what) {
    loop_.post([this, what = std::move(what)] {
        if (public_) what(*public_);
    });
}

void Worker::close_after_answers() {
    on_thread([](http::Server& server) { server.close_after_answers(); });
}
void Worker::stop_accepting() {
    on_thread([](http::Server& server) { server.stop_accepting(); });
}
void Worker::stop_exchanges() {
    on_thread([](http::Server& server) { server.stop_exchanges(); });
}
void Worker::stop() {
    loop_.post([this] {
        if (public_) public_->stop_exchanges();
        if (admin_) admin_->stop_exchanges();
        loop_.stop();
    });
}
void Worker::join() { thread_.join(); }

std::size_t Worker::busy_connections() {
    std::promise<std::size_t> answer;
    loop_.post([this, &answer] { answer.set_value(pool_.busy() + (public_ ? public_->connections() : 0)); });
    return answer.get_future().get();
}

}  // namespace parley::server
