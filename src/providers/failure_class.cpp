#include "providers/failure_class.hpp"

#include "openai/request_members.hpp"

namespace parley::providers {
namespace {

ErrorKind error_kind(const UpstreamFailure& failure) {
    switch (failure.failure) {
        case FailureClass::rate_limited: return ErrorKind::rate_limited;
        case FailureClass::overloaded:
            // "Come back later" is an answer; any other 5xx is a fault.
            return failure.status == 503 || failure.status == 529 ? ErrorKind::upstream_unavailable : ErrorKind::upstream_error;
        case FailureClass::timeout: return ErrorKind::upstream_timeout;
        case FailureClass::network: return ErrorKind::upstream_unavailable;
        case FailureClass::bad_credential: return ErrorKind::upstream_error;
        case FailureClass::out_of_quota: return ErrorKind::rate_limited;
        case FailureClass::model_unavailable: return ErrorKind::upstream_error;
        case FailureClass::caller_fault: return failure.status == 413 ? ErrorKind::too_large : ErrorKind::bad_request;
        case FailureClass::content_filtered: return ErrorKind::bad_request;
        case FailureClass::malformed_reply: return ErrorKind::upstream_error;
        case FailureClass::unknown: return ErrorKind::upstream_error;
    }
    return ErrorKind::upstream_error;
}

/// The provider's word for the fault, where it is the caller's business. Its word for ours (invalid_api_key) is not.
std::string_view public_code(const UpstreamFailure& failure) {
    switch (failure.failure) {
        case FailureClass::out_of_quota: return "insufficient_quota";
        case FailureClass::content_filtered: return failure.code ? *failure.code : std::string_view("content_filter");
        case FailureClass::caller_fault:
        case FailureClass::rate_limited: return failure.code ? *failure.code : std::string_view();
        default: return {};
    }
}

}  // namespace

// The public contract's fixed texts; what the provider said stands in the problems.
std::string_view public_message(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_request: return "invalid request body";
        case ErrorKind::too_large: return "request too large";
        case ErrorKind::rate_limited: return "too many requests for this action";
        case ErrorKind::upstream_unavailable: return "upstream provider unavailable";
        case ErrorKind::upstream_timeout: return "upstream provider timeout";
        default: return "upstream provider error";
    }
}

std::string_view to_string(FailureClass failure) {
    switch (failure) {
        case FailureClass::rate_limited: return "rate_limited";
        case FailureClass::overloaded: return "overloaded";
        case FailureClass::timeout: return "timeout";
        case FailureClass::network: return "network";
        case FailureClass::bad_credential: return "bad_credential";
        case FailureClass::out_of_quota: return "out_of_quota";
        case FailureClass::model_unavailable: return "model_unavailable";
        case FailureClass::caller_fault: return "caller_fault";
        case FailureClass::content_filtered: return "content_filtered";
        case FailureClass::malformed_reply: return "malformed_reply";
        case FailureClass::unknown: return "unknown";
    }
    return "unknown";
}

FailureClass class_of_status(int status) {
    switch (status) {
        case 0: return FailureClass::network;
        case 400:
        case 413:
        case 415:
        case 422: return FailureClass::caller_fault;
        case 401:
        case 403: return FailureClass::bad_credential;
        case 402: return FailureClass::out_of_quota;
        case 404:
        case 410: return FailureClass::model_unavailable;
        case 408:
        case 504: return FailureClass::timeout;
        case 409:
        case 424: return FailureClass::overloaded;
        case 429: return FailureClass::rate_limited;
        default: break;
    }
    if (status >= 500) return FailureClass::overloaded;
    return status < 400 ? FailureClass::malformed_reply : FailureClass::unknown;
}

Error to_error(const UpstreamFailure& failure) {
    Error error;
    error.kind = error_kind(failure);
    const bool is_callers_doing = failure.failure == FailureClass::caller_fault || failure.failure == FailureClass::content_filtered;
    error.source = is_callers_doing ? ErrorSource::downstream : ErrorSource::upstream;
    error.message = public_message(error.kind);
    const bool is_our_secret = failure.failure == FailureClass::bad_credential || failure.failure == FailureClass::out_of_quota;
    if (!failure.message.empty() && !is_our_secret) error.problems.push_back(failure.message);
    error.code = public_code(failure);
    // A name that callers can have sent: anything else could be anything, a key among it.
    if (is_callers_doing && openai::is_request_member(failure.param)) error.param = failure.param;
    error.upstream_status = failure.status;
    error.detail = to_string(failure.failure);
    if (failure.retry_after) error.retry_after = std::chrono::ceil<std::chrono::seconds>(*failure.retry_after);
    return error;
}

}  // namespace parley::providers
