#include "exchange/chat_turn.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/model_gate.hpp"
#include "http/loop.hpp"
#include "thinking/restore_state.hpp"

namespace parley::exchange {
namespace {

using openai::Problems;

observe::Counter failure_counter(providers::FailureClass failure) {
    // The counters stand in the order of the classes.
    return static_cast<observe::Counter>(static_cast<int>(observe::Counter::upstream_failed_rate_limited) +
                                         static_cast<int>(failure));
}
static_assert(static_cast<int>(providers::FailureClass::unknown) ==
              static_cast<int>(observe::Counter::upstream_failed_unknown) -
                  static_cast<int>(observe::Counter::upstream_failed_rate_limited));

void note_failure(ExchangeContext& context, providers::FailureClass failure, int upstream_status) {
    ExchangeRecord& record = context.record;
    record.failure = failure;
    if (record.model) record.failed.push_back({record.model->model.id, upstream_status, std::string(to_string(failure))});
    context.services.metrics.add(failure_counter(failure));
    fail_attempt(context, failure, upstream_status);
}

/// A line for each of the caller's fields that the provider was not shown.
constexpr std::string_view dropped_field = "x-parley-dropped";

}  // namespace

providers::FailureClass class_of(const Error& error) {
    switch (error.kind) {
        case ErrorKind::upstream_timeout: return providers::FailureClass::timeout;
        case ErrorKind::upstream_unavailable: return providers::FailureClass::network;
        case ErrorKind::upstream_error:
        case ErrorKind::upstream_truncated: return providers::FailureClass::malformed_reply;
        default: return providers::FailureClass::unknown;
    }
}

std::int64_t unix_seconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void count_usage(ExchangeContext& context, const std::optional<openai::Usage>& usage) {
    if (!usage) return;
    context.record.usage = usage;
    context.services.metrics.add(observe::Counter::prompt_tokens, static_cast<std::uint64_t>(usage->prompt_tokens));
    context.services.metrics.add(observe::Counter::completion_tokens, static_cast<std::uint64_t>(usage->completion_tokens));
}

void count_first_chunk(ExchangeContext& context) {
    context.record.first_chunk = Clock::now() - context.http.started();
    context.services.metrics.record(observe::Timing::first_chunk, *context.record.first_chunk);
}

Error count_failure(ExchangeContext& context, const providers::UpstreamFailure& failure) {
    note_failure(context, failure.failure, failure.status);
    return providers::to_error(failure);
}

Error count_failure(ExchangeContext& context, const Error& error) {
    if (context.http.stop().requested()) return error;  // who leaves, or is cut by a drain, is nobody's failure
    if (error.kind == ErrorKind::exhausted) {
        context.services.metrics.add(observe::Counter::upstream_not_called);  // ours: no provider is blamed, and nothing tried again
        fail_attempt(context, providers::FailureClass::network, 0);
    } else {
        note_failure(context, class_of(error), error.upstream_status);
    }
    return error;
}

Error count_step_failure(ExchangeContext& context, const Error& error, const UnusableAnswer& answer) {
    if (error.kind != ErrorKind::internal) return count_failure(context, error);
    AttemptEnd end{.outcome = Outcome::failed, .http_status = answer.upstream_status, .error_class = "unrepairable", .usage = answer.usage};
    end.answered_bytes = answer.steps->heard_bytes();
    end.answered_chunks = answer.steps->heard_chunks();
    count_usage(context, answer.usage);
    end_attempt(context, end);
    return error;
}

routing::PlainRetry retry_of(const ExchangeContext& context, const openai::ChatRequest& request) {
    const bool allowed = request.members.fallback_config.find("retry").boolean().value_or(true);
    return {allowed, deadlines_of(context).total};
}

void count_attempt(ExchangeContext& context, const ChatTurn& turn) {
    context.record.target = &turn.target();
    context.record.upstream_request_id.clear();
    if (context.record.attempts == 0) turn.target().retry_budget->count_request(context.services.loop.now());
    ++context.record.attempts;
    context.services.metrics.add(observe::Counter::upstream_attempts);
}

upstream::Deadlines deadlines_of(const ExchangeContext& context) {
    const config::Routing& routing = context.snapshot->config.routing;
    return {routing.connect_timeout, routing.first_chunk_timeout, routing.idle_timeout,
            Deadline::after(context.http.started(), routing.total_timeout)};
}

thinking::StateScope state_scope_of(ExchangeContext& context, const openai::ChatRequest& request) {
    using Memory = thinking::StateScope::Memory;
    const bool keeps_nothing = request.members.zero_data_retention.boolean().value_or(false);
    const std::string_view account = context.caller ? std::string_view(context.caller->account) : std::string_view();
    return {context.services.thinking_states, account, keeps_nothing ? Memory::seal_only : Memory::seal_and_cache,
            context.http.started()};
}

std::optional<Error> ChatTurn::read(ExchangeContext& context, std::string_view body) {
    if (auto error = openai::read_chat_request(body, request_.emplace())) return error;
    restored_body_ = thinking::restore_state(request_->document, state_scope_of(context, *request_));
    if (!restored_body_) return std::nullopt;
    return openai::read_chat_request(*restored_body_, request_.emplace());
}

/// A retired model answers no more; whoever replaces it answers under its own name.
std::optional<Error> ChatTurn::find_model(const ExchangeContext& context, std::int64_t now) {
    const auto& models = context.snapshot->models;
    const catalog::Residency host = residency_of(context);
    const auto find_served = [&](const std::string& id) {
        const auto found = models.find(id);
        const bool is_served = found != models.end() && catalog::is_served_at(found->second.model, host);
        return is_served ? &found->second : nullptr;
    };
    model_ = find_served(request_->model);
    if (!model_) return openai::invalid_request(Problems::one("model " + request_->model + " is not supported"), "model_not_found");
    if (model_->model.retired(now)) {
        const catalog::Model& retired = model_->model;
        model_ = find_served(retired.replaced_by);
        if (!model_ || model_->model.retired(now)) {
            return openai::invalid_request(Problems::one("model " + retired.id + " is retired"), "model_not_found");
        }
    }
    if (request_->is_global() && !host.obeys_global) {
        return openai::invalid_request(
            Problems::one("model_region global is not available on a host of region " + std::string(host.region)));
    }
    const auto asked = request_->is_global() ? catalog::ModelRegion::global : catalog::ModelRegion::not_stated;
    targets_ = catalog::targets_for(model_->model, host, asked);
    if (!targets_.empty()) return std::nullopt;
    return openai::invalid_request(Problems::one("model " + model_id() + " answers only with model_region global", "model_region"));
}

std::optional<Error> ChatTurn::choose_target(ExchangeContext& context, std::int64_t now) {
    if (auto error = find_model(context, now)) return error;
    if (context.caller && !context.caller->may_use(model_id())) {  // the words are those of the public API
        return openai::invalid_request(Problems::one("Your account does not have access to this LLM Gateway model", "model"));
    }
    if (Problems problems = unsupported(*request_, model()); !problems.empty()) {
        return openai::invalid_request(std::move(problems));
    }
    request_->default_max_tokens = context.snapshot->config.defaults.max_tokens;
    request_->upstream_streams = request_->stream && model().supports(catalog::Parameter::stream);
    Result<providers::UpstreamRequest> encoded = target().provider->encode(*request_, target().target);
    if (!encoded) return encoded.error();
    encoded_ = std::move(*encoded);
    for (const std::string& name : encoded_.dropped) http::append_field(context.fields, dropped_field, name);
    return std::nullopt;
}

std::optional<Error> ChatTurn::check_room() const {
    if (!exceeds_context(*request_, model())) return std::nullopt;
    return openai::invalid_request(Problems::one("model context limit exceeded", "max_tokens"), "context_length_exceeded");
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

Error ChatTurn::failure(ExchangeContext& context, const providers::UpstreamReply& reply) {
    const providers::UpstreamFailure failure = target().provider->classify(reply);
    if (!was_mended_) mended_ = target().provider->mend(*request_, target().target, failure);
    return count_failure(context, failure);
}

bool ChatTurn::take_mended(ExchangeContext& context) {
    if (!mended_ || context.http.stop().requested()) return false;
    was_mended_ = true;
    for (const std::string& name : mended_->dropped) {
        const bool is_known = std::find(encoded_.dropped.begin(), encoded_.dropped.end(), name) != encoded_.dropped.end();
        if (!is_known) http::append_field(context.fields, dropped_field, name);
    }
    encoded_ = *std::exchange(mended_, std::nullopt);
    context.record.failure.reset();
    return true;
}

}  // namespace parley::exchange
