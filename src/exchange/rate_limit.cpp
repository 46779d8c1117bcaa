#include "exchange/rate_limit.hpp"

#include <string>

#include "exchange/answer_fields.hpp"
#include "http/loop.hpp"

namespace parley::exchange {
namespace {

/// A request that cannot be counted may be asked again when some window has ended, which is within this.
constexpr limits::Standing no_room{.allowed = false, .reset = limits::window_length};

limits::Payer payer_of(const auth::Principal& caller) {
    if (!caller.requests_per_minute) return {limits::Payer::Kind::account, caller.account};
    if (caller.key_id.empty()) return {limits::Payer::Kind::configured_key, caller.key_name};
    return {limits::Payer::Kind::stored_key, caller.key_id};
}

/// No model has a space in its id.
constexpr std::string_view understanding_window = "speech understanding";

/// In the place of what was told of another model.
void tell(std::string& fields, const limits::Standing& standing) {
    for (const char* name :
         {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-model", "x-ratelimit-service"}) {
        erase_fields(fields, name);
    }
    http::append_field(fields, "x-ratelimit-limit", std::to_string(standing.limit));
    http::append_field(fields, "x-ratelimit-remaining", std::to_string(standing.remaining));
    http::append_field(fields, "x-ratelimit-reset", std::to_string(standing.reset.count()));
}

/// The error, where there is one.
std::optional<Error> refusal_of(ExchangeContext& context, const std::optional<limits::Standing>& counted) {
    if (counted && counted->allowed) return std::nullopt;
    context.services.metrics.add(counted ? observe::Counter::limited_over_limit : observe::Counter::limited_no_room);
    return Error{.kind = ErrorKind::rate_limited,
                 .source = ErrorSource::downstream,
                 .message = "too many requests for this action",
                 .retry_after = counted.value_or(no_room).reset};
}

}  // namespace

std::optional<Error> count_against_limit(ExchangeContext& context, std::string_view model_id) {
    if (!context.caller) return std::nullopt;
    const std::uint32_t limit = context.caller->requests_per_minute.value_or(context.snapshot->config.limits.requests_per_minute);
    if (limit == 0) return std::nullopt;
    const auto counted = context.services.request_windows.take(payer_of(*context.caller), model_id, limit, context.services.loop.now());
    if (counted) {
        tell(context.fields, *counted);
        http::append_field(context.fields, "x-ratelimit-model", model_id);
        http::append_field(context.fields, "x-ratelimit-service", "llmgw");
    }
    return refusal_of(context, counted);
}

std::optional<Error> count_understanding(ExchangeContext& context) {
    const std::uint32_t limit = context.snapshot->config.understanding.requests_per_minute;
    if (!context.caller || limit == 0) return std::nullopt;
    const limits::Payer payer{limits::Payer::Kind::account, context.caller->account};
    const auto counted = context.services.request_windows.take(payer, understanding_window, limit, context.services.loop.now());
    if (counted) {
        tell(context.fields, *counted);
        http::append_field(context.fields, "x-ratelimit-service", "speech-understanding");
        http::append_field(context.fields, "x-ratelimit-feature", "understanding");
    }
    return refusal_of(context, counted);
}

}  // namespace parley::exchange
