#include "server/plain_refusal.hpp"

#include <utility>

#include "json/write.hpp"
#include "openai/error_body.hpp"

namespace parley::server {

bool is_plain_path(std::string_view path) { return path.starts_with("/v2/") || path == "/v2"; }

Task<> refuse_plainly(exchange::ExchangeContext& context, const Error& error, std::string allow) {
    std::string text = error.message;
    for (const std::string& problem : error.problems) text += ": " + problem;
    openai::ErrorAnswer answer = openai::make_error_answer(error, context.request_id);
    http::Response response;
    response.status = answer.status;
    response.fields = std::move(answer.fields) + context.fields;
    if (!allow.empty()) http::append_field(response.fields, "allow", allow);
    json::ObjectWriter body(response.body);
    body.string("error", text);
    body.close();
    response.close = context.close_after;
    context.record.status = answer.status;
    const bool sent = co_await context.http.respond(std::move(response));
    const bool is_callers = error.source == ErrorSource::downstream || error.kind == ErrorKind::not_ready;
    context.outcome = !sent ? exchange::unanswered(context) : is_callers ? Outcome::refused : Outcome::failed;
}

}  // namespace parley::server
