#include "server/router.hpp"

#include <chrono>

#include "base/timed_uuid.hpp"
#include "config/listeners.hpp"
#include "exchange/report.hpp"
#include "exchange/request_line.hpp"
#include "http/loop.hpp"
#include "observe/rare_line.hpp"
#include "openai/error_body.hpp"
#include "server/plain_refusal.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;

constexpr auto wrong_keys_alarm_pause = std::chrono::seconds(10);

Error downstream_error(ErrorKind kind, const char* message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = message};
}

// Rows of the ledger are found by it, so that ids which follow each other in time spare the database its effort.
Uuid make_request_id(Random& random) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return make_timed_uuid(random, std::chrono::duration_cast<std::chrono::milliseconds>(now));
}

}  // namespace

Task<> Router::answer(http::ServerExchange& http) const {
    services_.metrics.add(observe::Counter::requests);
    ExchangeContext context{services_, http, current_, make_request_id(services_.loop.random()), current_->config.region};
    if (const config::Listener* listener = listener_of(context)) context.region = listener->region;
    context.record.client_request_id = exchange::checked_request_id(http.head().fields.find("x-request-id"));
    const Result<RouteMatch> admitted = admit(context);
    if (!admitted) {
        co_await turn_away(context, admitted.error());
        exchange::report(context, std::string_view(), context.close_after ? observe::Level::debug : observe::Level::info);
        co_return;
    }
    const Route& route = *admitted->route;
    co_await route.story(context, route_services_, admitted->rest);
    exchange::report(context, route.path, route.level);
}

const config::Listener* Router::listener_of(const ExchangeContext& context) const {
    return listener_ ? &context.snapshot->config.listeners[*listener_] : nullptr;
}

// The route, if there is one and the caller may use it. Who has no key learns nothing about a path that asks for one, its
// methods included.
Result<RouteMatch> Router::admit(ExchangeContext& context) const {
    const http::RequestHead& head = context.http.head();
    const config::Listener* const listener = listener_of(context);
    if (listener && !config::serves_host(*listener, head.host))
        return downstream_error(ErrorKind::misdirected, "this host is not served here");
    const RouteMatch found = find_route(routes_, head);
    if (found.path_exists) {
        if (auto error = let_in(context, found.access)) return std::move(*error);
    }
    if (found.route) return found;
    return found.path_exists ? downstream_error(ErrorKind::method_not_allowed, "method not allowed")
                             : downstream_error(ErrorKind::not_found, "no such path");
}

// In the form that the path's clients read. `error` outlives the task.
Task<> Router::turn_away(ExchangeContext& context, const Error& error) const {
    const std::string_view path = context.http.head().target.path;
    std::string allow;
    if (error.kind == ErrorKind::method_not_allowed) allow = allowed_methods(routes_, path);
    return is_plain_path(path) ? refuse_plainly(context, error, std::move(allow)) : exchange::refuse(context, error, std::move(allow));
}

// A caller's key on an admin route is known and not enough; the admin key is nobody's account.
std::optional<Error> Router::let_in(ExchangeContext& context, Access access) const {
    if (access == Access::open) return std::nullopt;
    if (access == Access::key) return identify(context);
    if (admin_key_->is_shown_in(context.http.head().fields.find("authorization"))) return std::nullopt;
    if (auto error = identify(context)) return error;
    return downstream_error(ErrorKind::forbidden, "the admin API asks for the admin key");
}

// Fills in who asks, or says why that is nobody we know.
std::optional<Error> Router::identify(ExchangeContext& context) const {
    const Result<const auth::Principal*> caller = services_.recent_keys.identify(*keys_, context.http.head().fields.find("authorization"));
    if (!caller) return caller.error().kind == ErrorKind::unauthenticated ? held_up(context, caller.error()) : caller.error();
    context.keys = keys_;
    context.caller = *caller;
    return std::nullopt;
}

// What somebody without a key is told: after too many of them from one address to come back later, on a new connection.
Error Router::held_up(ExchangeContext& context, const Error& unauthenticated) const {
    const std::uint32_t limit = context.snapshot->config.limits.wrong_keys_per_minute;
    if (limit == 0) return unauthenticated;
    const TimePoint now = services_.loop.now();
    const auto wait = route_services_.wrong_keys.count(context.http.peer(), limit, now);
    if (!wait) return unauthenticated;
    context.close_after = true;
    services_.metrics.add(observe::Counter::limited_wrong_keys);
    static observe::RareLine alarm(observe::Level::warning, wrong_keys_alarm_pause);
    alarm.log(now, "too many wrong keys from " + std::string(context.http.peer()));
    return Error{.kind = ErrorKind::rate_limited,
                 .source = ErrorSource::downstream,
                 .message = "too many requests for this action",
                 .problems = {"too many wrong keys from this address"},
                 .retry_after = *wait};
}

http::Response Router::answer_refusal(int status, std::string_view reason) const {
    services_.metrics.add(observe::Counter::requests);
    Error error = downstream_error(status >= 500 ? ErrorKind::internal : ErrorKind::bad_request, "");
    error.message = reason;
    const Uuid request_id = make_request_id(services_.loop.random());
    openai::ErrorAnswer answer = openai::make_error_answer(error, request_id, status, exchange::error_shape_of(current_->config));
    exchange::report_refusal(services_, current_->config.log, request_id, answer.status);
    http::Response response;
    response.status = answer.status;
    response.fields = std::move(answer.fields);
    response.body = std::move(answer.body);
    response.close = true;
    return response;
}

}  // namespace parley::server
