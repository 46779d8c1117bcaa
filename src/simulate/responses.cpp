#include "simulate/responses.hpp"

#include "simulate/completion_print.hpp"

namespace parley::simulate {

namespace {

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_request: return 400;
        case ErrorKind::unauthenticated: return 401;
        case ErrorKind::forbidden: return 403;
        case ErrorKind::not_found: return 404;
        case ErrorKind::method_not_allowed: return 405;
        case ErrorKind::request_timeout: return 408;
        case ErrorKind::too_large: return 413;
        case ErrorKind::not_ready: return 503;
        case ErrorKind::unsupported_media:
        case ErrorKind::misdirected:
        case ErrorKind::rate_limited:
        case ErrorKind::upstream_error:
        case ErrorKind::upstream_truncated:
        case ErrorKind::upstream_unavailable:
        case ErrorKind::upstream_timeout:
        case ErrorKind::exhausted:
        case ErrorKind::internal: return 500;  // the simulator has no such errors of its own
    }
    return 500;
}

std::optional<std::string_view> named_code(const Faults& faults) {
    return faults.code.empty() ? std::nullopt : std::optional<std::string_view>(faults.code);
}

}  // namespace

http::Response refusal_response(const Error& error, const Dialect& dialect) {
    const int status = status_of(error.kind);
    std::string message = error.message;
    for (std::size_t i = 1; i < error.problems.size(); ++i) message += "; " + error.problems[i];
    const ErrorFacts facts{status, message, std::string_view(error.code)};
    http::Response response = json_response(dialect.print_error(facts));
    response.status = status;
    if (const auto field = dialect.error_field(facts)) http::append_field(response.fields, field->name, field->value);
    return response;
}

http::Response page_response(const Faults& faults, std::string_view quoted, const Dialect& dialect) {
    http::Response response;
    response.status = faults.status != 0 ? faults.status : 200;
    if (faults.retry_after) {
        http::append_field(response.fields, "retry-after", std::to_string(faults.retry_after->count()));
    }
    switch (faults.body.value_or(PageBody::error)) {
        case PageBody::error: {
            const ErrorFacts facts{response.status, quoted, named_code(faults), faults.retry_after};
            response.body = dialect.print_error(facts);
            if (const auto field = dialect.error_field(facts)) http::append_field(response.fields, field->name, field->value);
            break;
        }
        case PageBody::html:
            response.content_type = "text/html";
            response.body = print_html_page(response.status);
            break;
        case PageBody::text:
            response.content_type = "text/plain";
            response.body = "upstream connect error or disconnect/reset before headers";  // as Envoy says it
            break;
        case PageBody::empty: break;
    }
    return response;
}

std::string quote(const Faults& faults, const Question& question) {
    if (!faults.quote) return {};
    constexpr std::string_view scheme = "Bearer ";
    std::string_view key = question.credential;
    if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
    return "Cannot answer \"" + question.user_text + "\" for the key " + std::string(key);
}

http::Response json_response(std::string body) {
    http::Response response;
    response.body = std::move(body);
    return response;
}

}  // namespace parley::simulate
