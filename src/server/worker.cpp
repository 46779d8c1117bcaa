#include "server/worker.hpp"

#include <pthread.h>

#include <future>

#include "server/ledger_journal.hpp"
#include "server/snapshot_builder.hpp"

namespace parley::server {
namespace {

// The same ring under a count of this thread's own, so that requests of different threads do not fight over one.
std::shared_ptr<const auth::KeyRing> owned_here(std::shared_ptr<const auth::KeyRing> ring) {
    const auth::KeyRing* shown = ring.get();
    return {shown, [ring = std::move(ring)](const auth::KeyRing*) {}};
}

// Nobody cancels a thread of ours. glibc makes a thread cancellable for each call that may wait, and takes it back after it, with a locked
// instruction each; where cancelling is ruled out and would come at once, there is nothing for it to do. Source: glibc 2.36,
// nptl/cancellation.c.
void rule_out_cancelling() {
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, nullptr);
}

}  // namespace

Worker::Worker(const ProcessServices& services, InForce in_force, std::uint32_t number)
    : services_(services),
      route_services_{services.readiness, services.journal_health, services.metrics,     services.keys,       services.wrong_keys,
                      services.store,     services.patient,        services.admin_verbs, services.transcripts},
      in_force_(std::move(in_force)),
      keys_(owned_here(services.keys.ring())),
      pool_(loop_, services.resolver),
      books_(services.journal, durability_of(in_force_.snapshot->config.ledger), number, loop_, services.journal_health),
      thread_services_{loop_,
                       pool_,
                       services.metrics.add_thread(),
                       services.request_windows,
                       services.request_log.add_thread(),
                       books_,
                       services.thinking_states,
                       services.schemas} {
    thread_services_.transcripts = &services.transcripts;
    thread_services_.side_thread = &services.patient;
    thread_services_.admission = &services.admission;
}

Worker::~Worker() = default;

void Worker::listen(std::size_t listener, http::ListeningSocket socket) {
    Router router(public_routes(), thread_services_, route_services_, in_force_.snapshot, keys_, in_force_.admin_key, listener);
    doors_.emplace_back(new Door{router, true, std::move(socket), std::nullopt});
}

void Worker::listen_admin(http::ListeningSocket socket) {
    Router router(admin_routes(), thread_services_, route_services_, in_force_.snapshot, keys_, in_force_.admin_key, std::nullopt);
    doors_.emplace_back(new Door{router, false, std::move(socket), std::nullopt});
}

void Worker::start() {
    thread_ = std::thread([this] { run(); });
}

void Worker::open(Door& door) {
    const Router& router = door.router;
    http::Server::Options options;
    options.limits = in_force_.snapshot->config.http_limits;
    options.answer_refusal = [&router](int status, std::string_view reason) { return router.answer_refusal(status, reason); };
    if (door.is_public) {
        options.tls = in_force_.tls;
        options.connections = &services_.connections;
    }
    auto handler = [&router](http::ServerExchange& exchange) { return router.answer(exchange); };
    door.server.emplace(loop_, std::move(*door.socket), std::move(handler), std::move(options));
    door.socket.reset();
}

void Worker::run() {
    rule_out_cancelling();
    books_.begin();
    for (const auto& door : doors_) open(*door);
    loop_.run();
    for (const auto& door : doors_) door->server.reset();
    books_.finish();
    pool_.close_idle();
}

void Worker::use_keys(std::shared_ptr<const auth::KeyRing> ring) {
    loop_.post([this, ring = std::move(ring)] { keys_ = owned_here(ring); });
}

void Worker::adopt(InForce in_force) {
    loop_.post([this, in_force = std::move(in_force)] { adopt_here(in_force); });
}

void Worker::adopt_here(InForce in_force) {
    in_force_ = std::move(in_force);
    const exchange::Snapshot& snapshot = *in_force_.snapshot;
    for (const auto& door : doors_) {
        if (door->server) door->server->renew(snapshot.config.http_limits, door->is_public ? in_force_.tls : nullptr);
    }
    pool_.keep_only(origins_of(snapshot));
}

void Worker::on_public_servers(std::function<void(http::Server&)> what) {
    loop_.post([this, what = std::move(what)] {
        for (const auto& door : doors_) {
            if (door->is_public && door->server) what(*door->server);
        }
    });
}

void Worker::close_after_answers() {
    on_public_servers([](http::Server& server) { server.close_after_answers(); });
}
void Worker::stop_accepting() {
    on_public_servers([](http::Server& server) { server.stop_accepting(); });
}
void Worker::stop_exchanges() {
    on_public_servers([](http::Server& server) { server.stop_exchanges(); });
}
void Worker::stop() {
    loop_.post([this] {
        for (const auto& door : doors_) {
            if (door->server) door->server->stop_exchanges();
        }
        loop_.stop();
    });
}
void Worker::join() { thread_.join(); }

std::size_t Worker::busy_connections() {
    std::promise<std::size_t> answer;
    loop_.post([this, &answer] {
        std::size_t busy = pool_.busy();
        for (const auto& door : doors_) {
            if (door->is_public && door->server) busy += door->server->connections();
        }
        answer.set_value(busy);
    });
    return answer.get_future().get();
}

}  // namespace parley::server
