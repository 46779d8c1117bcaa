#include "exchange/attempt_outcome.hpp"

#include <string>
#include <utility>

#include "exchange/accounting.hpp"
#include "http/loop.hpp"

namespace parley::exchange {
namespace {

observe::Counter failure_counter(providers::FailureClass failure) {
    // The counters stand in the order of the classes.
    return static_cast<observe::Counter>(static_cast<int>(observe::Counter::upstream_failed_rate_limited) + static_cast<int>(failure));
}
static_assert(static_cast<int>(providers::FailureClass::unknown) == static_cast<int>(observe::Counter::upstream_failed_unknown) -
                                                                        static_cast<int>(observe::Counter::upstream_failed_rate_limited));

void note_failure(ExchangeContext& context, std::size_t attempt, providers::FailureClass failure, int upstream_status) {
    ExchangeRecord& record = context.record;
    const AttemptFacts& facts = record.account.attempts[attempt];
    record.failure = failure;
    record.failed.push_back({facts.model->model.id, upstream_status, std::string(to_string(failure))});
    context.services.metrics.add(failure_counter(failure));
    routing::Breaker& breaker = facts.target->health->breaker;
    const TimePoint now = context.services.loop.now();
    const bool was_silent = failure == providers::FailureClass::timeout && record.streamed && !record.first_chunk;
    if (was_silent) facts.target->health->first_chunk.record(now - facts.began, now);  // it took so long at least
    routing::dents_health(failure) ? void(breaker.count_failure(failure, now)) : breaker.count_success(now, facts.began);
    fail_attempt(context, attempt, failure, upstream_status);
}

openai::Usage sum_of(const openai::Usage& a, const openai::Usage& b) {
    return {.prompt_tokens = a.prompt_tokens + b.prompt_tokens,
            .completion_tokens = a.completion_tokens + b.completion_tokens,
            .cached_tokens = a.cached_tokens + b.cached_tokens,
            .prompt_audio_tokens = a.prompt_audio_tokens + b.prompt_audio_tokens,
            .cache_write_5m_tokens = a.cache_write_5m_tokens + b.cache_write_5m_tokens,
            .cache_write_1h_tokens = a.cache_write_1h_tokens + b.cache_write_1h_tokens,
            .reasoning_tokens = a.reasoning_tokens + b.reasoning_tokens,
            .completion_audio_tokens = a.completion_audio_tokens + b.completion_audio_tokens,
            .accepted_prediction_tokens = a.accepted_prediction_tokens + b.accepted_prediction_tokens,
            .rejected_prediction_tokens = a.rejected_prediction_tokens + b.rejected_prediction_tokens};
}

}  // namespace

void count_attempt(ExchangeContext& context, const Call& call) {
    const TimePoint now = context.services.loop.now();
    routing::TargetHealth& health = *call.target().health;
    context.record.target = &call.target();
    context.record.named_attempt.reset();
    const bool asks_again = call.kind() == ledger::AttemptKind::retry || call.kind() == ledger::AttemptKind::resume;
    if (!asks_again) health.retries.count_request(now);
    if (!asks_again && call.request().stream) health.hedges.count_request();
    ++context.record.attempts;
    context.services.metrics.add(observe::Counter::upstream_attempts);
}

providers::FailureClass class_of(const Error& error) {
    switch (error.kind) {
        case ErrorKind::upstream_timeout: return providers::FailureClass::timeout;
        case ErrorKind::upstream_unavailable: return providers::FailureClass::network;
        case ErrorKind::upstream_error:
        case ErrorKind::upstream_truncated: return providers::FailureClass::malformed_reply;
        default: return providers::FailureClass::unknown;
    }
}

void count_usage(ExchangeContext& context, const std::optional<openai::Usage>& usage) {
    if (!usage) return;
    context.record.usage = sum_of(context.record.usage.value_or(openai::Usage()), *usage);
    context.services.metrics.add(observe::Counter::prompt_tokens, static_cast<std::uint64_t>(usage->prompt_tokens));
    context.services.metrics.add(observe::Counter::completion_tokens, static_cast<std::uint64_t>(usage->completion_tokens));
}

void count_success(ExchangeContext& context, std::size_t attempt) {
    const AttemptFacts& facts = context.record.account.attempts[attempt];
    facts.target->health->breaker.count_success(context.services.loop.now(), facts.began);
}

void count_first_chunk(ExchangeContext& context, std::size_t attempt) {
    const AttemptFacts& facts = context.record.account.attempts[attempt];
    const TimePoint now = Clock::now();
    context.record.first_chunk = now - context.http.started();
    context.services.metrics.record(observe::Timing::first_chunk, *context.record.first_chunk);
    facts.target->health->first_chunk.record(now - facts.began, now);
    count_success(context, attempt);
}

Error count_failure(ExchangeContext& context, std::size_t attempt, const providers::UpstreamFailure& failure) {
    note_failure(context, attempt, failure.failure, failure.status);
    return providers::to_error(failure);
}

Error count_failure(ExchangeContext& context, std::size_t attempt, const Error& error) {
    if (context.http.stop().requested()) return error;  // who leaves, or is cut by a drain, is nobody's failure
    if (error.kind == ErrorKind::unauthenticated) {     // we are, to the provider; of our callers only those who are known come this far
        providers::UpstreamFailure failure;
        failure.failure = providers::FailureClass::bad_credential;
        failure.status = error.upstream_status;
        return count_failure(context, attempt, failure);
    }
    if (error.kind == ErrorKind::exhausted) {
        context.services.metrics.add(observe::Counter::upstream_not_called);  // ours: no provider is blamed, and nothing tried again
        fail_attempt(context, attempt, providers::FailureClass::network, 0);
    } else {
        note_failure(context, attempt, class_of(error), error.upstream_status);
    }
    return error;
}

Error count_step_failure(ExchangeContext& context, std::size_t attempt, const Error& error, const UnusableAnswer& answer) {
    const postprocess::StepFault* const fault = answer.steps->fault();
    if (!fault) return count_failure(context, attempt, error);
    AttemptEnd end{
        .outcome = Outcome::failed, .http_status = answer.upstream_status, .error_class = fault->error_class, .usage = answer.usage};
    end.answered_bytes = answer.steps->heard_bytes();
    end.answered_chunks = answer.steps->heard_chunks();
    count_usage(context, answer.usage);
    end_attempt(context, attempt, end);
    ExchangeRecord& record = context.record;
    record.failed.push_back({record.account.attempts[attempt].model->model.id, answer.upstream_status, std::string(fault->error_class)});
    record.correction = fault->correction;
    return error;
}

Error count_failure(ExchangeContext& context, Call& call, const providers::UpstreamReply& reply) {
    const providers::UpstreamFailure failure = call.target().provider->classify(reply);
    call.mend(failure);
    return count_failure(context, call.attempt(), failure);
}

}  // namespace parley::exchange
