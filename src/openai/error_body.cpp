#include "openai/error_body.hpp"

#include <algorithm>

#include "json/write.hpp"

namespace parley::openai {
namespace {

/// The error object's message stands alone in OpenAI's clients, so it names the problems that AssemblyAI's find in
/// metadata.errors.
std::string full_message(const Error& error) {
    std::string message = error.message;
    std::string_view separator = ": ";
    for (const std::string& problem : error.problems) {
        message += separator;
        message += problem;
        separator = "; ";
    }
    return message;
}

using Attempts = std::span<const FailedAttempt>;

void append_attempts(std::string& out, Attempts attempts) {
    out += '[';
    for (const FailedAttempt& attempt : attempts) {
        if (&attempt != &attempts.front()) out += ',';
        json::ObjectWriter object(out);
        object.string("model", attempt.model);
        attempt.status == 0 ? object.null("status") : object.integer("status", attempt.status);
        object.string("error", attempt.error);
        object.close();
    }
    out += ']';
}

void append_metadata(std::string& out, const Error& error, Attempts attempts = {}) {
    json::ObjectWriter metadata(out);
    if (!error.problems.empty()) {
        std::string& list = metadata.key("errors");
        list += '[';
        for (const std::string& problem : error.problems) {
            if (&problem != &error.problems.front()) list += ',';
            json::append_string(list, problem);
        }
        list += ']';
    }
    if (error.upstream_status != 0) metadata.integer("llm_status_code", error.upstream_status);
    if (!attempts.empty()) append_attempts(metadata.key("attempts"), attempts);
    metadata.close();
}

/// attempts  null: without metadata
void append_error_object(std::string& out, const Error& error, const Attempts* attempts) {
    const ErrorForm& form = error_form(error.kind);
    const std::string_view code = error.code.empty() ? form.code : std::string_view(error.code);
    json::ObjectWriter object(out);
    object.string("message", full_message(error));
    // OpenAI gives an empty account a type of its own, with the status of a rate limit.
    object.string("type", code == "insufficient_quota" ? code : form.type);
    error.param.empty() ? object.null("param") : object.string("param", error.param);
    code.empty() ? object.null("code") : object.string("code", code);
    if (attempts) append_metadata(object.key("metadata"), error, *attempts);
    object.close();
}

void append_superset_body(std::string& out, const Error& error, std::string_view request_id, int status, Attempts attempts) {
    json::ObjectWriter body(out);
    body.integer("code", status);
    if (error.kind == ErrorKind::unauthenticated) body.string("status", "error");
    body.string("message", error.message);
    body.string("request_id", request_id);
    append_metadata(body.key("metadata"), error, attempts);
    append_error_object(body.key("error"), error, &attempts);
    body.close();
}

/// Authentication has a form of its own there: it is refused before anything else is looked at.
void append_hosted_body(std::string& out, const Error& error, std::string_view request_id, int status) {
    json::ObjectWriter body(out);
    if (error.kind == ErrorKind::unauthenticated) {
        body.string("error", error.message);
        body.string("status", "error");
        body.string("request_id", request_id);
    } else {
        body.integer("code", status);
        body.string("message", error.message);
        body.string("request_id", request_id);
        if (!error.problems.empty() || error.upstream_status != 0) append_metadata(body.key("metadata"), error);
    }
    body.close();
}

bool exhausted_upstreams(const Error& error) { return error.source == ErrorSource::upstream && error_form(error.kind).status >= 500; }

/// A rate limit is worth waiting for, but not once the fallbacks have been tried too.
bool tried_several_models(const Error& error, Attempts attempts) {
    const auto is_another = [&](const FailedAttempt& attempt) { return attempt.model != attempts.front().model; };
    return error.source == ErrorSource::upstream && std::any_of(attempts.begin(), attempts.end(), is_another);
}

std::string answer_fields(const Error& error, int status, std::string_view request_id, Attempts attempts) {
    std::string fields = "x-request-id: ";
    fields += request_id;
    fields += "\r\n";
    if (error.retry_after && (status == 429 || status == 503)) {
        fields += "retry-after: " + std::to_string(error.retry_after->count()) + "\r\n";
    }
    if (exhausted_upstreams(error) || tried_several_models(error, attempts)) fields += "x-should-retry: false\r\n";
    return fields;
}

}  // namespace

const ErrorForm& error_form(ErrorKind kind) {
    static constexpr ErrorForm bad_request{400, "invalid_request_error", ""};
    static constexpr ErrorForm unauthenticated{401, "authentication_error", "invalid_api_key"};
    static constexpr ErrorForm forbidden{403, "permission_error", "permission_denied"};
    static constexpr ErrorForm not_found{404, "invalid_request_error", ""};
    static constexpr ErrorForm method_not_allowed{405, "invalid_request_error", ""};
    static constexpr ErrorForm request_timeout{408, "invalid_request_error", ""};
    static constexpr ErrorForm too_large{413, "invalid_request_error", "request_too_large"};
    static constexpr ErrorForm unsupported_media{415, "invalid_request_error", ""};
    static constexpr ErrorForm misdirected{421, "invalid_request_error", ""};
    static constexpr ErrorForm rate_limited{429, "rate_limit_error", "rate_limit_exceeded"};
    static constexpr ErrorForm upstream_error{502, "server_error", "upstream_error"};
    static constexpr ErrorForm upstream_truncated{502, "server_error", "upstream_stream_truncated"};
    static constexpr ErrorForm unavailable{503, "server_error", "server_is_overloaded"};
    static constexpr ErrorForm upstream_timeout{504, "server_error", "timeout"};
    static constexpr ErrorForm internal{500, "server_error", "server_error"};
    switch (kind) {
        case ErrorKind::bad_request: return bad_request;
        case ErrorKind::unauthenticated: return unauthenticated;
        case ErrorKind::forbidden: return forbidden;
        case ErrorKind::not_found: return not_found;
        case ErrorKind::method_not_allowed: return method_not_allowed;
        case ErrorKind::request_timeout: return request_timeout;
        case ErrorKind::too_large: return too_large;
        case ErrorKind::unsupported_media: return unsupported_media;
        case ErrorKind::misdirected: return misdirected;
        case ErrorKind::rate_limited: return rate_limited;
        case ErrorKind::upstream_error: return upstream_error;
        case ErrorKind::upstream_truncated: return upstream_truncated;
        case ErrorKind::upstream_unavailable: return unavailable;
        case ErrorKind::upstream_timeout: return upstream_timeout;
        case ErrorKind::not_ready: return unavailable;
        case ErrorKind::exhausted: return unavailable;
        case ErrorKind::internal: return internal;
    }
    return internal;
}

ErrorAnswer make_error_answer(const Error& error, std::string_view request_id, int status, ErrorShape shape,
                              std::span<const FailedAttempt> attempts) {
    ErrorAnswer answer;
    answer.status = status != 0 ? status : error_form(error.kind).status;
    answer.fields = answer_fields(error, answer.status, request_id, attempts);
    if (shape == ErrorShape::hosted) {
        append_hosted_body(answer.body, error, request_id, answer.status);
    } else {
        append_superset_body(answer.body, error, request_id, answer.status, attempts);
    }
    return answer;
}

void append_error_event(std::string& out, const Error& error, std::string_view request_id) {
    out += "data: ";
    json::ObjectWriter event(out);
    append_error_object(event.key("error"), error, nullptr);
    event.string("request_id", request_id);
    event.close();
    out += "\n\n";
}

}  // namespace parley::openai
