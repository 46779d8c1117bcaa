#include "providers/gemini/failures.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "providers/retry_after.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::gemini {
namespace {

/// What a google.rpc.Status says.
struct Complaint {
    int code = 0;  // an HTTP status; 0 when it names none
    std::string status;
    std::string message;
    std::string reason;        // of its ErrorInfo
    bool day_is_over = false;  // a quota of the day was exceeded
    std::optional<std::chrono::milliseconds> retry_after;
};

struct StatusClass {
    std::string_view status;
    FailureClass failure;
    int http_status;  // for errors within a stream that give no code
};

// A failed precondition is the account's region or its billing: ours to mend, and another provider may do.
constexpr std::array status_classes = {
    StatusClass{"INVALID_ARGUMENT", FailureClass::caller_fault, 400},
    StatusClass{"OUT_OF_RANGE", FailureClass::caller_fault, 400},
    StatusClass{"FAILED_PRECONDITION", FailureClass::model_unavailable, 400},
    StatusClass{"UNAUTHENTICATED", FailureClass::bad_credential, 401},
    StatusClass{"PERMISSION_DENIED", FailureClass::bad_credential, 403},
    StatusClass{"NOT_FOUND", FailureClass::model_unavailable, 404},
    StatusClass{"RESOURCE_EXHAUSTED", FailureClass::rate_limited, 429},
    StatusClass{"CANCELLED", FailureClass::overloaded, 499},
    StatusClass{"ABORTED", FailureClass::overloaded, 500},
    StatusClass{"INTERNAL", FailureClass::overloaded, 500},
    StatusClass{"UNKNOWN", FailureClass::overloaded, 500},
    StatusClass{"UNAVAILABLE", FailureClass::overloaded, 503},
    StatusClass{"DEADLINE_EXCEEDED", FailureClass::timeout, 504},
};

const StatusClass* find_class(const Complaint& complaint, int http_status) {
    for (const StatusClass& entry : status_classes) {
        if (entry.status == complaint.status) return &entry;
    }
    for (const StatusClass& entry : status_classes) {
        if (entry.http_status == http_status) return &entry;
    }
    return nullptr;
}

std::string text_in(json::Value value) { return value.is(json::Kind::string) ? value.string() : std::string(); }

/// "34.4s" (protobuf's JSON form of a Duration). Nullopt for anything else.
std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
    if (!text.ends_with('s')) return std::nullopt;
    text.remove_suffix(1);
    double seconds = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(seconds)) return std::nullopt;
    const double most = std::chrono::duration<double>(retry_after_max).count();
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(std::fmin(std::fmax(seconds, 0), most) * 1000)));
}

void read_detail(json::Value detail, Complaint& complaint) {
    const std::string type = text_in(detail.find("@type"));
    if (type.ends_with("RetryInfo")) complaint.retry_after = read_duration(text_in(detail.find("retryDelay")));
    if (type.ends_with("ErrorInfo")) complaint.reason = text_in(detail.find("reason"));
    if (!type.ends_with("QuotaFailure")) return;
    for (const json::Value violation : detail.find("violations").elements()) {
        if (text_in(violation.find("quotaId")).find("PerDay") != std::string::npos) complaint.day_is_over = true;
    }
}

Complaint read_complaint(json::Value root) {
    for (const json::Value element : root.elements()) return read_complaint(element);
    const json::Value error = root.find("error");
    Complaint complaint;
    if (error.is(json::Kind::string)) complaint.message = error.string();  // of a proxy in between
    if (error.is(json::Kind::object)) {
        complaint.code = static_cast<int>(error.find("code").integer().value_or(0));
        complaint.status = text_in(error.find("status"));
        complaint.message = text_in(error.find("message"));
        for (const json::Value detail : error.find("details").elements()) read_detail(detail, complaint);
    }
    complaint.message = safe_message(complaint.message);
    return complaint;
}

bool says_too_long(std::string_view message) {
    return message.find("input token count") != std::string_view::npos && message.find("exceeds") != std::string_view::npos;
}

FailureClass class_of(const Complaint& complaint, int http_status) {
    if (complaint.reason.starts_with("API_KEY_")) return FailureClass::bad_credential;  // INVALID, EXPIRED ..., all under status 400
    const StatusClass* const known = find_class(complaint, http_status);
    if (known && known->failure == FailureClass::rate_limited && complaint.day_is_over) return FailureClass::out_of_quota;
    if (known) return known->failure;
    if (http_status == 413) return FailureClass::caller_fault;
    if (http_status >= 500) return FailureClass::overloaded;
    // A redirect is not followed with a credential in hand, and a 2xx that comes here was no answer.
    return http_status < 400 ? FailureClass::malformed_reply : FailureClass::unknown;
}

UpstreamFailure to_failure(Complaint complaint, int http_status) {
    UpstreamFailure failure;
    failure.failure = class_of(complaint, http_status);
    failure.status = http_status;
    failure.retry_after = complaint.retry_after;
    if (failure.failure == FailureClass::caller_fault && says_too_long(complaint.message)) failure.code = "context_length_exceeded";
    if (failure.failure == FailureClass::rate_limited) failure.code = "rate_limit_exceeded";
    failure.message = std::move(complaint.message);
    return failure;
}

}  // namespace

UpstreamFailure classify_reply(const UpstreamReply& reply) {
    json::Document document;
    Complaint complaint;
    if (!document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true})) complaint = read_complaint(document.root());
    if (reply.status < 400 && !complaint.message.empty()) return to_failure(complaint, complaint.code);
    UpstreamFailure failure = to_failure(std::move(complaint), reply.status);
    if (!failure.retry_after) failure.retry_after = read_retry_after({reply.retry_after_ms, reply.retry_after, reply.date});
    return failure;
}

UpstreamFailure classify_in_stream(json::Value root) {
    Complaint complaint = read_complaint(root);
    const StatusClass* const known = find_class(complaint, complaint.code);
    const bool is_status = complaint.code >= 400 && complaint.code <= 599;
    return to_failure(std::move(complaint), is_status ? complaint.code : known ? known->http_status : 500);
}

}  // namespace parley::providers::gemini
