#include "exchange/chat_turn.hpp"

#include <algorithm>
#include <chrono>

#include "exchange/model_gate.hpp"

namespace parley::exchange {
namespace {

observe::Counter failure_counter(providers::FailureClass failure) {
    // The counters stand in the order of the classes.
    return static_cast<observe::Counter>(static_cast<int>(observe::Counter::upstream_failed_rate_limited) +
                                         static_cast<int>(failure));
}
static_assert(static_cast<int>(providers::FailureClass::unknown) ==
              static_cast<int>(observe::Counter::upstream_failed_unknown) -
                  static_cast<int>(observe::Counter::upstream_failed_rate_limited));

providers::FailureClass class_of(const Error& error) {
    switch (error.kind) {
        case ErrorKind::upstream_timeout: return providers::FailureClass::timeout;
        case ErrorKind::upstream_unavailable: return providers::FailureClass::network;
        case ErrorKind::upstream_error:
        case ErrorKind::upstream_truncated: return providers::FailureClass::malformed_reply;
        default: return providers::FailureClass::unknown;
    }
}

Error invalid_request(std::vector<std::string> problems, std::string code = {}) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid request body",
                 .problems = std::move(problems), .code = std::move(code)};
}

}  // namespace

std::int64_t unix_seconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void count_usage(ExchangeContext& context, const std::optional<openai::Usage>& usage) {
    if (!usage) return;
    context.services.metrics.add(observe::Counter::prompt_tokens, static_cast<std::uint64_t>(usage->prompt_tokens));
    context.services.metrics.add(observe::Counter::completion_tokens, static_cast<std::uint64_t>(usage->completion_tokens));
}

openai::Usage estimate_usage(std::uint64_t asked_bytes, std::uint64_t answered_bytes, std::uint64_t chunks) {
    openai::Usage usage;
    usage.prompt_tokens = static_cast<std::int64_t>((asked_bytes + 3) / 4);
    usage.completion_tokens = static_cast<std::int64_t>(std::max(chunks, (answered_bytes + 2) / 3));
    return usage;
}

Error count_failure(ExchangeContext& context, const providers::UpstreamFailure& failure) {
    context.services.metrics.add(failure_counter(failure.failure));
    return providers::to_error(failure);
}

Error count_failure(ExchangeContext& context, const Error& error) {
    if (context.http.stop().requested()) return error;  // who leaves, or is cut by a drain, is nobody's failure
    const bool ours = error.kind == ErrorKind::exhausted;
    context.services.metrics.add(ours ? observe::Counter::upstream_not_called : failure_counter(class_of(error)));
    return error;
}

upstream::Deadlines deadlines_of(const ExchangeContext& context) {
    const config::Routing& routing = context.snapshot->config.routing;
    return {routing.connect_timeout, routing.first_chunk_timeout, routing.idle_timeout,
            Deadline::after(context.http.started(), routing.total_timeout)};
}

/// A retired model answers no more; whoever replaces it answers under its own name.
std::optional<Error> ChatTurn::find_model(const ExchangeContext& context, std::int64_t now) {
    const auto& models = context.snapshot->models;
    const auto find_served = [&](const std::string& id) {
        const auto found = models.find(id);
        const bool is_served = found != models.end() && catalog::is_served_in(found->second.model, context.region);
        return is_served ? &found->second : nullptr;
    };
    model_ = find_served(request_.model);
    if (!model_) return invalid_request({"model " + request_.model + " is not supported"}, "model_not_found");
    if (model_->model.retired(now)) {
        const catalog::Model& retired = model_->model;
        model_ = find_served(retired.replaced_by);
        if (!model_ || model_->model.retired(now)) return invalid_request({"model " + retired.id + " is retired"}, "model_not_found");
    }
    const auto asked = request_.is_global() ? catalog::ModelRegion::global : catalog::ModelRegion::not_stated;
    targets_ = catalog::targets_for(model_->model, context.region, asked);
    if (!targets_.empty()) return std::nullopt;
    return invalid_request({"model " + model_id() + " answers only with model_region global"});
}

std::optional<Error> ChatTurn::choose_target(const ExchangeContext& context, std::int64_t now) {
    if (auto error = find_model(context, now)) return error;
    if (context.caller && !context.caller->may_use(model_id())) {  // the words are those of the public API
        return invalid_request({"Your account does not have access to this LLM Gateway model"});
    }
    if (std::vector<std::string> problems = unsupported(request_, model()); !problems.empty()) {
        return invalid_request(std::move(problems));
    }
    request_.default_max_tokens = context.snapshot->config.defaults.max_tokens;
    request_.upstream_streams = request_.stream && model().supports(catalog::Parameter::stream);
    Result<providers::UpstreamRequest> encoded = target().provider->encode(request_, target().target);
    if (!encoded) return encoded.error();
    encoded_ = std::move(*encoded);
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

Error ChatTurn::failure(ExchangeContext& context, const providers::UpstreamReply& reply) const {
    return count_failure(context, target().provider->classify(reply));
}

}  // namespace parley::exchange
