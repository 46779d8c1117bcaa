#include "exchange/chat_turn.hpp"

#include <array>
#include <ctime>
#include <utility>

#include "base/calendar_date.hpp"
#include "base/small_blocks.hpp"
#include "exchange/answer_fields.hpp"
#include "exchange/model_gate.hpp"
#include "exchange/route_gate.hpp"
#include "http/loop.hpp"
#include "openai/fallbacks.hpp"
#include "routing/latency_weights.hpp"

namespace parley::exchange {
namespace {

using openai::Problems;

/// A line for each of the caller's fields that the provider was not shown.
constexpr std::string_view dropped_field = "x-parley-dropped";
/// The model that answers in the place of the one that was asked for.
constexpr std::string_view fallback_field = "x-parley-fallback";
/// When the model that answers will answer no more (RFC 8594).
constexpr std::string_view sunset_field = "sunset";

void weigh_by_latency(const Candidate& candidate, std::span<routing::Offer> offers, TimePoint now) {
    std::array<std::optional<Duration>, routing::offers_max> burdens{};
    for (std::size_t at = 0; at < offers.size(); ++at) burdens[at] = candidate.target(at).health->first_chunk.burden(now);
    routing::weigh_by_latency(offers, std::span(burdens).first(offers.size()));
}

routing::Plan plan_of(const Candidates& candidates, const ExchangeContext& context) {
    const bool by_latency = context.snapshot->config.routing.weights == config::Weights::latency;
    http::Loop& loop = context.services.loop;
    routing::Plan plan;
    for (const Candidate& candidate : candidates) {
        const std::size_t count = candidate.targets.size();
        std::array<routing::Offer, routing::offers_max> offers{};
        for (std::size_t at = 0; at < count; ++at) {
            const catalog::Target& target = candidate.target(at).target;
            const std::uint8_t tier = target.region.empty() ? 0 : 1;  // global ones were asked for, and come first
            offers[at] = {static_cast<std::uint8_t>(at), tier, target.weight};
        }
        if (by_latency && count > 1) weigh_by_latency(candidate, std::span(offers).first(count), loop.now());
        plan.add_model(std::span(offers).first(count), loop.random());
    }
    return plan;
}
static_assert(routing::offers_max == catalog::targets_max);

/// No target may be asked: what the one that was meant failed with last is the reason. Nothing was tried, so that trying again in a
/// moment is worth a client's while: the fault is told as ours.
Error nobody_to_ask(const Candidate& first) {
    const routing::BreakerState breaker = first.target(0).health->breaker.state();
    const bool is_limited = breaker.last_failure() == providers::FailureClass::rate_limited;
    const ErrorKind kind = is_limited ? ErrorKind::rate_limited : ErrorKind::upstream_unavailable;
    return Error{.kind = kind,
                 .source = ErrorSource::gateway,
                 .message = std::string(providers::public_message(kind)),
                 .problems = {"the provider has failed too often, and is not asked for a moment"},
                 .retry_after = routing::probe_interval};
}

}  // namespace

// The kernel keeps the second; anything finer is read from the processor's counter.
std::int64_t unix_seconds() { return std::time(nullptr); }

void describe(ExchangeContext& context, const Call& call) {
    context.record.model = &call.served();
    for (const std::string_view name : {dropped_field, fallback_field, sunset_field}) erase_fields(context.fields, name);
    for (const std::string& name : call.encoded().dropped) http::append_field(context.fields, dropped_field, name);
    context.services.metrics.add(observe::Counter::fields_dropped, call.encoded().dropped.size());
    if (call.place().model != 0) http::append_field(context.fields, fallback_field, call.model_id());
    if (call.model().retirement_date != 0 && call.model().retires_soon(unix_seconds())) {
        http::append_field(context.fields, sunset_field, print_http_date(call.model().retirement_date));
    }
}

upstream::Deadlines deadlines_of(const ExchangeContext& context) {
    const config::Routing& routing = context.snapshot->config.routing;
    return {routing.connect_timeout, routing.first_chunk_timeout, routing.idle_timeout,
            Deadline::after(context.http.started(), routing.total_timeout)};
}

std::optional<Error> ChatTurn::choose_target(ExchangeContext& context, std::int64_t now, Asker asker) {
    if (auto error = candidates_.find(context, *request_, now, asker)) return error;
    http::Loop& loop = context.services.loop;
    const routing::Plan plan = plan_of(candidates_, context);
    route_.emplace(plan, openai::read_fallback_config(request_->members).retry, deadlines_of(context).total);
    RouteGate gate(context, candidates_);
    const routing::Step first = route_->begin(loop.now(), gate);
    if (first.kind != routing::Step::Kind::give_up) return aim(context, first);
    context.record.model = candidates_[0].served;
    return nobody_to_ask(candidates_[0]);
}

routing::Step ChatTurn::step_after(ExchangeContext& context, const routing::Failure& failure) {
    http::Loop& loop = context.services.loop;
    RouteGate gate(context, candidates_);
    return route_->after(failure, loop.now(), loop.random(), gate);
}

routing::Step ChatTurn::step_beside(ExchangeContext& context) {
    RouteGate gate(context, candidates_);
    return route_->beside(context.services.loop.now(), gate);
}

std::optional<Error> ChatTurn::aim(ExchangeContext& context, const routing::Step& step) {
    call_ = std::allocate_shared<Call>(SmallBlocks<Call>(), candidates_[step.place.model], step);
    context.record.model = &call_->served();
    if (auto error = call_->encode(context)) return error;
    describe(context, *call_);
    return std::nullopt;
}

bool ChatTurn::ask_again(ExchangeContext& context, std::string_view correction) {
    if (was_corrected_) return false;
    was_corrected_ = true;
    const routing::Step step = route_->again(context.services.loop.now());
    if (step.kind == routing::Step::Kind::give_up) return false;
    auto call = std::make_shared<Call>(candidates_[step.place.model], step);
    if (!correction.empty() && call->correct(context, correction)) return false;
    if (call->encode(context)) return false;
    call_ = std::move(call);
    describe(context, *call_);
    return true;
}

routing::Step ChatTurn::step_onward(ExchangeContext& context, const routing::Failure& failure) {
    RouteGate gate(context, candidates_);
    return route_->onward(failure, context.services.loop.now(), gate);
}

std::optional<Error> ChatTurn::aim_at_rest(ExchangeContext& context, const routing::Step& step, std::string body) {
    const Candidate& whole = candidates_[step.place.model];
    auto rest = std::make_unique<Candidate>(Candidate{.served = whole.served, .targets = whole.targets, .resumes = whole.resumes});
    rest->own = std::make_unique<OwnRequest>();
    rest->own->body = std::move(body);
    if (auto error = rest->own->request.read(context, rest->own->body)) return error;
    rest->request = &*rest->own->request;
    auto call = std::make_shared<Call>(*rest, step);
    if (auto error = call->encode(context)) return error;
    call_ = std::move(call);
    rest_ = std::move(rest);
    describe(context, *call_);
    return std::nullopt;
}

std::optional<Error> ChatTurn::check_room() const {
    for (const Candidate& candidate : candidates_) {
        if (!exceeds_context(*candidate.request, candidate.served->model)) continue;
        return openai::invalid_request(Problems::one("model context limit exceeded", "max_tokens"), "context_length_exceeded");
    }
    return std::nullopt;
}

providers::UpstreamReply reply_of(const upstream::ReplyHead& head, std::string_view body) {
    providers::UpstreamReply reply;
    reply.status = head.status;
    reply.content_type = head.content_type;
    reply.body = body;
    reply.retry_after = head.retry_after;
    reply.retry_after_ms = head.retry_after_ms;
    reply.date = head.date;
    reply.reply_field = head.reply_field;
    return reply;
}

}  // namespace parley::exchange
