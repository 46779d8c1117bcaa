// routes.hpp: every route that exists, and who may use it. One table: a route that is not listed open asks for a key.
#pragma once

#include <span>
#include <string_view>

#include "auth/key_registry.hpp"
#include "auth/wrong_keys.hpp"
#include "control/server.hpp"
#include "exchange/exchange_context.hpp"
#include "exchange/journal_health.hpp"
#include "http/request_head.hpp"
#include "observe/log.hpp"
#include "observe/metrics.hpp"
#include "server/kept_transcripts.hpp"
#include "server/patient_thread.hpp"
#include "server/readiness.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// Whom a route lets in. The later, the fewer.
enum class Access : std::uint8_t {
    open,
    key,    // a caller's
    admin,  // whoever shows the admin key
};

/// What the stories of our own routes need besides the exchange.
struct RouteServices {
    const Readiness& readiness;
    const exchange::JournalHealth& journal_health;
    const observe::Metrics& metrics;
    const auth::KeyRegistry& keys;
    auth::WrongKeys& wrong_keys;
    store::Writer& store;  // never waited for on a loop: through `patient`
    PatientThread& patient;
    const control::Verbs& verbs;  // of the admin API, likewise
    KeptTranscripts& transcripts;
};

struct Route {
    http::Method method;
    std::string_view path;
    enum class Match : std::uint8_t { whole, prefix } match;  // prefix: the rest of the path goes to the story
    Access access;
    observe::Level level;  // of its requests' lines in the log, when they end well
    Task<> (*story)(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);
};

std::span<const Route> public_routes();
std::span<const Route> admin_routes();

struct RouteMatch {
    const Route* route = nullptr;
    std::string_view rest;
    bool path_exists = false;      // with another method: 405
    Access access = Access::open;  // the route's; without one, the strictest of the path's methods
};
RouteMatch find_route(std::span<const Route> routes, const http::RequestHead& head);

/// The value of an `allow` field: the methods that exist for the path.
std::string allowed_methods(std::span<const Route> routes, std::string_view path);

}  // namespace parley::server
