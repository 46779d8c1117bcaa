#include "exchange/exchange_context.hpp"

#include "exchange/accounting.hpp"

namespace parley::exchange {
namespace {

Outcome outcome_of(const Error& error) {
    return error.source == ErrorSource::downstream || error.kind == ErrorKind::not_ready ? Outcome::refused : Outcome::failed;
}

}  // namespace

openai::ErrorShape error_shape_of(const config::Config& config) {
    return config.compatibility.strict_errors ? openai::ErrorShape::hosted : openai::ErrorShape::superset;
}

Outcome unanswered(const ExchangeContext& context) {
    return context.http.stop().reason() == http::StopReason::shutting_down ? Outcome::interrupted : Outcome::client_gone;
}

Task<> refuse(ExchangeContext& context, const Error& error, std::string allow) {
    std::span<const openai::FailedAttempt> attempts;
    if (context.record.failed.size() > 1) attempts = context.record.failed;
    const openai::ErrorShape shape = error_shape_of(context.snapshot->config);
    openai::ErrorAnswer answer = openai::make_error_answer(error, context.request_id, 0, shape, attempts);
    http::Response response;
    response.status = answer.status;
    response.fields = std::move(answer.fields);
    response.fields += context.fields;
    if (!allow.empty()) http::append_field(response.fields, "allow", allow);
    response.body = std::move(answer.body);
    response.close = context.close_after;
    context.record.status = answer.status;
    close_account(context, outcome_of(error), answer.status);
    const bool sent = co_await context.http.respond(std::move(response));
    context.outcome = sent ? outcome_of(error) : unanswered(context);
}

Task<> respond_json(ExchangeContext& context, std::string_view body) {
    http::Response response;
    http::append_field(response.fields, "x-request-id", context.request_id);
    response.fields += context.fields;
    context.record.status = response.status;
    const bool sent = co_await context.http.respond_with(response, body);
    context.outcome = sent ? Outcome::ok : unanswered(context);
}

std::optional<Error> body_error(http::BodyStatus status) {
    switch (status) {
        case http::BodyStatus::complete:
        case http::BodyStatus::gone: return std::nullopt;
        case http::BodyStatus::too_large:
            return Error{.kind = ErrorKind::too_large, .source = ErrorSource::downstream, .message = "request body is too large"};
        case http::BodyStatus::bad_framing:
            return Error{.kind = ErrorKind::bad_request,
                         .source = ErrorSource::downstream,
                         .message = "invalid request body",
                         .problems = {"request body is not framed as HTTP/1.1 asks"}};
        case http::BodyStatus::too_slow:
            return Error{
                .kind = ErrorKind::request_timeout, .source = ErrorSource::downstream, .message = "request body arrived too slowly"};
    }
    return std::nullopt;
}

}  // namespace parley::exchange
