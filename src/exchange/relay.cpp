#include "exchange/relay.hpp"

#include "exchange/accounting.hpp"
#include "exchange/attempt_outcome.hpp"
#include "exchange/resumption.hpp"
#include "exchange/step_work.hpp"
#include "exchange/upstream_request_id.hpp"
#include "http/loop.hpp"
#include "postprocess/steps.hpp"

namespace parley::exchange {
namespace {

using Arrival = upstream::Attempt::Arrival;

openai::StreamFacts facts_of(const ExchangeContext& context, const Call& call) {
    openai::StreamFacts facts;
    facts.request_id = context.request_id;
    facts.model = call.model_id();
    facts.created = unix_seconds();
    facts.include_usage = call.request().include_usage || call.request().include_cost;
    facts.call_form = call.request().call_form;
    return facts;
}

Error ended_before_it_began() {
    return Error{.kind = ErrorKind::upstream_truncated,
                 .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(ErrorKind::upstream_truncated)),
                 .problems = {"the provider's stream ended before it began"}};
}

/// When a caller who hears nothing gets a sign of life. Before the head is out there is nothing that could carry one. What the provider
/// sends and nobody prints, such as its own signs of life, does not count.
Deadline heartbeat_due(const Relay& relay) {
    const auto interval = relay.context.snapshot->config.routing.heartbeat;
    if (!relay.told || interval == interval.zero()) return Deadline::never();
    return Deadline::after(*relay.told, interval);
}

/// Who was stopped is nobody's failure.
std::optional<Error> failed(Relay& relay, const Error& error) {
    if (relay.stop->requested()) return std::nullopt;
    if (!relay.steps) return count_failure(relay.context, relay.number, error);
    return count_step_failure(relay.context, relay.number, error, {relay.upstream_status, relay.emitter->last_usage(), relay.steps.get()});
}

/// What goes on with an answer and fails is counted by whoever asked for it.
std::optional<Error> not_begun(Relay& relay) {
    const Error* const failure = relay.failure();
    if (relay.is_broken()) return *failure;
    return failed(relay, failure ? *failure : ended_before_it_began());
}

// What steps have kept to the end may be too much work for this thread.
Task<> finish_steps(Relay& relay) {
    if (!relay.steps || !relay.steps->due()) co_return;
    std::optional<postprocess::StepFault> fault = co_await work_elsewhere(relay.context, *relay.steps);
    relay.out.clear();  // others used it meanwhile; nothing of this answer is in it
    deliver(*relay.steps, std::move(fault));
}

// The provider answered whole although a stream was asked for: an error, or a completion to be told as a stream.
Task<std::optional<Error>> begin_whole(Relay& relay, Call& call, const upstream::ReplyHead& head) {
    const Result<std::string_view> body = co_await relay.attempt->read_whole();
    if (!body) co_return failed(relay, body.error());
    relay.out.clear();
    const providers::UpstreamReply reply = reply_of(head, *body);
    if (!head.ok()) co_return count_failure(relay.context, call, reply);
    const ResolvedTarget& target = call.target();
    const std::optional<providers::UpstreamFailure> failure = target.provider->decode(reply, target.target, relay.sink());
    if (failure) co_return count_failure(relay.context, relay.number, *failure);
    co_await finish_steps(relay);
    if (relay.failure() && !relay.has_begun()) co_return not_begun(relay);
    co_return std::nullopt;
}

}  // namespace

Relay::Relay(ExchangeContext& of, const Call& call, http::StopSignal& signal)
    : context(of),
      stop(&signal),
      attempt(std::make_unique<upstream::Attempt>(of.services.pool, of.snapshot->config.http_limits, deadlines_of(of), &signal)),
      out(of.services.loop.output_buffer()),
      emitter(std::make_unique<openai::ChunkEmitter>(out, facts_of(of, call))),
      include_cost(call.request().include_cost) {
    if (of.record.cited) ear = std::make_unique<AnswerEar>(*emitter);
    if (call.resumes() && can_be_resumed(call.request())) answer = std::make_unique<UnbrokenAnswer>(*emitter, heard());
}

Relay::Relay(ExchangeContext& of, http::StopSignal& signal, Relay&& before)
    : context(of),
      stop(&signal),
      attempt(std::make_unique<upstream::Attempt>(of.services.pool, of.snapshot->config.http_limits, deadlines_of(of), &signal)),
      out(of.services.loop.output_buffer()),
      emitter(std::move(before.emitter)),
      ear(std::move(before.ear)),
      answer(std::move(before.answer)),
      include_cost(before.include_cost),
      told(before.told) {}

openai::EventSink& Relay::printer() {
    if (steps) return *steps;
    return answer ? static_cast<openai::EventSink&>(*answer) : heard();
}

void Relay::stop_by(http::StopSignal& signal) {
    stop = &signal;
    attempt->stop_by(signal);
}

Task<bool> print_next(Relay& relay) {
    Arrival arrival = co_await relay.attempt->arrival(relay.is_heard(), heartbeat_due(relay));
    while (arrival == Arrival::none) {
        const bool sent = co_await relay.context.http.write(heartbeat);
        if (!sent) co_return false;
        relay.told = relay.context.services.loop.now();
        arrival = co_await relay.attempt->arrival(relay.is_heard(), heartbeat_due(relay));
    }
    if (arrival == Arrival::stopped) co_return false;
    relay.out.clear();
    relay.attempt->feed(arrival, *relay.decoder, relay.sink());
    if (relay.told && !relay.out.empty()) relay.told = relay.context.services.loop.now();
    co_return true;
}

Task<std::optional<Error>> begin(Relay& relay, Call& call) {
    if (auto error = begin_attempt(relay.context, call)) co_return std::move(*error);
    relay.number = call.attempt();
    count_attempt(relay.context, call);
    relay.steps = postprocess::make_steps(call.request(), relay.context.services.schemas, relay.heard());
    const Result<upstream::ReplyHead> head = co_await relay.attempt->send(call.target().origin, call.encoded());
    if (!head) co_return failed(relay, head.error());
    relay.upstream_status = head->status;
    if (call.target().provider->gives_state(call.target().target)) {
        relay.carrier = std::make_unique<thinking::StateCarrier>(relay.printer(), state_scope_of(relay.context, call.request()));
    }
    note_upstream_request_id(relay.context, relay.number, *head);
    if (!head->ok() || !head->is_event_stream()) co_return co_await begin_whole(relay, call, *head);

    relay.decoder = call.target().provider->stream_decoder(call.target().target, head->reply_field);
    while (!relay.has_begun() && !relay.is_broken() && !relay.is_over()) {
        const bool present = co_await print_next(relay);
        if (!present) co_return std::nullopt;
    }
    co_await finish_steps(relay);
    if (relay.has_begun()) co_return std::nullopt;
    co_return not_begun(relay);
}

}  // namespace parley::exchange
