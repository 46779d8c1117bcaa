#include "exchange/admit.hpp"

#include <algorithm>
#include <utility>

#include "exchange/report.hpp"
#include "http/loop.hpp"
#include "openai/prepared_error.hpp"

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
    return {.kind = ErrorKind::rate_limited,
            .source = ErrorSource::downstream,
            .message = "too many requests at once",
            .retry_after = come_back_after};
}

Error no_room() {
    return {.kind = ErrorKind::not_ready,
            .source = ErrorSource::gateway,
            .message = "Overloaded. Please retry shortly.",
            .retry_after = come_back_after};
}

/// Printed once: nobody is turned away more often than by a thread that has no time for it.
template <openai::ErrorShape shape>
const openai::PreparedError& answer_to(limits::Refusal why) {
    static const openai::PreparedError to_over_share(over_share(), shape);
    static const openai::PreparedError to_no_room(no_room(), shape);
    return why == limits::Refusal::over_share ? to_over_share : to_no_room;
}

const openai::PreparedError& answer_to(limits::Refusal why, openai::ErrorShape shape) {
    return shape == openai::ErrorShape::hosted ? answer_to<openai::ErrorShape::hosted>(why) : answer_to<openai::ErrorShape::superset>(why);
}

limits::Caller caller_of(const auth::Principal& caller) {
    return {caller.account, caller.key_id.empty() ? caller.key_name : caller.key_id};
}

/// Whether the request is one of those that a thread refuses that is late.
bool is_shed(ExchangeContext& context, const limits::Admission& admission) {
    const http::Loop& loop = context.services.loop;
    limits::Shedding& shedding = context.services.shedding;
    shedding.look(loop.lateness(), context.snapshot->config.limits.lateness_max, admission.requests_under_way(), loop.now());
    return shedding.is_on() && shedding.refuses(admission.has_equal_part(caller_of(*context.caller)));
}

}  // namespace

std::optional<limits::Refusal> admit(ExchangeContext& context, limits::Permit& permit) {
    limits::Admission* const admission = context.services.admission;
    if (!admission || !context.caller) return std::nullopt;
    if (is_shed(context, *admission)) {
        context.services.metrics.add(observe::Counter::limited_late);
        return limits::Refusal::no_room;
    }
    const config::Limits& limits = context.snapshot->config.limits;
    auto taken = admission->take(caller_of(*context.caller), body_bytes(context), {limits.requests_at_once, limits.bodies_bytes_at_once});
    if (limits::Permit* const given = std::get_if<limits::Permit>(&taken)) {
        permit = std::move(*given);
        return std::nullopt;
    }
    const limits::Refusal why = std::get<limits::Refusal>(taken);
    const bool is_over_share = why == limits::Refusal::over_share;
    context.services.metrics.add(is_over_share ? observe::Counter::limited_over_share : observe::Counter::limited_overload);
    return why;
}

Task<> turn_away_at_door(ExchangeContext& context, limits::Refusal why) {
    const openai::PreparedError& answer = answer_to(why, error_shape_of(context.snapshot->config));
    http::Response head;
    head.status = answer.status();
    head.fields = answer.fields(context.request_id);
    std::string& body = context.services.loop.output_buffer();
    body.clear();
    answer.append_body(body, context.request_id);
    context.record.status = head.status;
    const bool sent = co_await context.http.respond_with(head, body);
    context.outcome = sent ? Outcome::refused : unanswered(context);
    count_by_model(context);
}

}  // namespace parley::exchange
