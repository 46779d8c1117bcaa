#include "exchange/admit.hpp"

#include <algorithm>
#include <utility>

#include "http/loop.hpp"

namespace parley::exchange {
namespace {

/// Soon enough for a caller, and spread by their own jitter: what is under way ends by the second.
constexpr std::chrono::seconds come_back_after{1};

std::uint64_t body_bytes(const ExchangeContext& context) {
    const http::Framing& framing = context.http.head().framing;
    const std::uint64_t most = context.snapshot->config.http_limits.body_bytes_max;
    return framing.kind == http::Framing::Kind::length ? std::min(framing.length, most) : most;
}

Error over_share() {
    return {.kind = ErrorKind::rate_limited, .source = ErrorSource::downstream, .message = "too many requests at once", .retry_after = come_back_after};
}

Error no_room() {
    return {.kind = ErrorKind::not_ready, .source = ErrorSource::gateway, .message = "Overloaded. Please retry shortly.", .retry_after = come_back_after};
}

limits::Caller caller_of(const auth::Principal& caller) { return {caller.account, caller.key_id.empty() ? caller.key_name : caller.key_id}; }

/// Whether the request is one of those that a thread refuses that is late.
bool is_shed(ExchangeContext& context, const limits::Admission& admission) {
    const http::Loop& loop = context.services.loop;
    limits::Shedding& shedding = context.services.shedding;
    shedding.look(loop.lateness(), context.snapshot->config.limits.lateness_max, admission.under_way().requests, loop.now());
    return shedding.is_on() && shedding.refuses(admission.has_equal_part(caller_of(*context.caller)));
}

}  // namespace

std::optional<Error> admit(ExchangeContext& context, limits::Permit& permit) {
    limits::Admission* const admission = context.services.admission;
    if (!admission || !context.caller) return std::nullopt;
    if (is_shed(context, *admission)) {
        context.services.metrics.add(observe::Counter::limited_late);
        return no_room();
    }
    const config::Limits& limits = context.snapshot->config.limits;
    auto taken = admission->take(caller_of(*context.caller), body_bytes(context), {limits.requests_at_once, limits.bodies_bytes_at_once});
    if (limits::Permit* const given = std::get_if<limits::Permit>(&taken)) {
        permit = std::move(*given);
        return std::nullopt;
    }
    const bool is_over_share = std::get<limits::Refusal>(taken) == limits::Refusal::over_share;
    context.services.metrics.add(is_over_share ? observe::Counter::limited_over_share : observe::Counter::limited_overload);
    return is_over_share ? over_share() : no_room();
}

}  // namespace parley::exchange
