#include "server/routes.hpp"

#include <algorithm>
#include <array>

#include "exchange/chat.hpp"
#include "exchange/models.hpp"
#include "exchange/understanding.hpp"
#include "server/admin_routes.hpp"
#include "server/target_page.hpp"
#include "server/transcript_list_route.hpp"
#include "server/transcript_routes.hpp"
#include "server/usage_routes.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;
using http::Method;
using observe::Level;
using Match = Route::Match;

Task<> chat(ExchangeContext& context, const RouteServices&, std::string_view) { return exchange::chat(context); }

Task<> list_models(ExchangeContext& context, const RouteServices&, std::string_view) { return exchange::list_models(context); }

Task<> show_model(ExchangeContext& context, const RouteServices&, std::string_view id) {
    return exchange::show_model(context, std::string(id));
}

Task<> understand(ExchangeContext& context, const RouteServices&, std::string_view) {
    return exchange::understand(context, understanding::Purpose::run);
}

Task<> validate_understanding(ExchangeContext& context, const RouteServices&, std::string_view) {
    return exchange::understand(context, understanding::Purpose::validate);
}

// The process is alive if it can say so.
Task<> healthz(ExchangeContext& context, const RouteServices&, std::string_view) {
    co_await exchange::respond_json(context, R"({"status":"ok"})");
}

Task<> readyz(ExchangeContext& context, const RouteServices& services, std::string_view) {
    if (services.readiness.ready() && services.journal_health.takes_records()) {
        const bool whole = services.keys.knows_stored_keys();
        co_await exchange::respond_json(context, whole ? R"({"status":"ready"})" : R"({"status":"ready","missing":["store"]})");
        co_return;
    }
    const Error error{.kind = ErrorKind::not_ready, .source = ErrorSource::gateway, .message = "not ready"};
    co_await exchange::refuse(context, error);
}

Task<> metrics(ExchangeContext& context, const RouteServices& services, std::string_view) {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = services.metrics.render();
    append_target_metrics(response.body, *context.snapshot, context.services.loop.now());
    context.record.status = response.status;
    const bool sent = co_await context.http.respond(std::move(response));
    context.outcome = sent ? Outcome::ok : exchange::unanswered(context);
}

Task<> show_targets(ExchangeContext& context, const RouteServices&, std::string_view) {
    const std::string page = print_targets(*context.snapshot, context.services.loop.now());
    co_await exchange::respond_json(context, page);
}

constexpr std::array public_table{
    Route{Method::post, "/v1/chat/completions", Match::whole, Access::key, Level::info, chat},
    Route{Method::get, "/v1/models", Match::whole, Access::open, Level::info, list_models},
    Route{Method::get, "/v1/models/", Match::prefix, Access::open, Level::info, show_model},
    Route{Method::get, "/v1/usage", Match::whole, Access::key, Level::info, show_own_usage},
    Route{Method::post, "/v1/understanding", Match::whole, Access::key, Level::info, understand},
    Route{Method::post, "/v1/understanding/validate", Match::whole, Access::key, Level::info, validate_understanding},
    Route{Method::post, "/v2/transcript", Match::whole, Access::key, Level::info, create_transcript},
    Route{Method::get, "/v2/transcript", Match::whole, Access::key, Level::info, list_transcripts},
    Route{Method::get, "/v2/transcript/", Match::prefix, Access::key, Level::info, show_transcript},
    Route{Method::put, "/v2/transcript/", Match::prefix, Access::key, Level::info, put_transcript},
    Route{Method::del, "/v2/transcript/", Match::prefix, Access::key, Level::info, delete_transcript},
    Route{Method::post, "/v2/upload", Match::whole, Access::key, Level::info, upload_audio},
    Route{Method::get, "/healthz", Match::whole, Access::open, Level::debug, healthz},
    Route{Method::get, "/readyz", Match::whole, Access::open, Level::debug, readyz},
};

constexpr std::array admin_table{
    Route{Method::get, "/admin/v1/usage", Match::whole, Access::admin, Level::info, show_all_usage},
    Route{Method::get, "/admin/v1/keys", Match::whole, Access::admin, Level::info, list_keys},
    Route{Method::post, "/admin/v1/keys", Match::whole, Access::admin, Level::info, create_key},
    Route{Method::del, "/admin/v1/keys/", Match::prefix, Access::admin, Level::info, revoke_key},
    Route{Method::get, "/admin/v1/targets", Match::whole, Access::admin, Level::info, show_targets},
    Route{Method::get, "/metrics", Match::whole, Access::open, Level::debug, metrics},
    Route{Method::get, "/healthz", Match::whole, Access::open, Level::debug, healthz},
    Route{Method::get, "/readyz", Match::whole, Access::open, Level::debug, readyz},
};

bool matches(const Route& route, std::string_view path) {
    return route.match == Match::whole ? path == route.path : path.starts_with(route.path) && path.size() > route.path.size();
}

std::string_view allowed_name(Method method) {
    if (method == Method::get) return "GET, HEAD";
    if (method == Method::put) return "PUT";
    return method == Method::del ? "DELETE" : "POST";
}

// A HEAD is answered like a GET, without the body (RFC 9110, 9.3.2).
bool accepts(const Route& route, Method method) {
    return route.method == method || (route.method == Method::get && method == Method::head);
}

}  // namespace

std::span<const Route> public_routes() { return public_table; }
std::span<const Route> admin_routes() { return admin_table; }

RouteMatch find_route(std::span<const Route> routes, const http::RequestHead& head) {
    RouteMatch found;
    for (const Route& route : routes) {
        if (!matches(route, head.target.path)) continue;
        found.path_exists = true;
        if (!accepts(route, head.method)) {
            found.access = std::max(found.access, route.access);
            continue;
        }
        found.route = &route;
        found.rest = head.target.path.substr(route.path.size());
        found.access = route.access;
        return found;
    }
    return found;
}

std::string allowed_methods(std::span<const Route> routes, std::string_view path) {
    std::string allowed;
    for (const Route& route : routes) {
        if (!matches(route, path)) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += allowed_name(route.method);
    }
    return allowed;
}

}  // namespace parley::server
