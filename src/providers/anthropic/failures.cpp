#include "providers/anthropic/failures.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "providers/refusal_phrases.hpp"
#include "providers/retry_after.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::anthropic {
namespace {

struct ErrorType {
    std::string_view type;
    int status;  // under which it is sent where there is still a status to send
    FailureClass failure;
};

/// Source: Anthropic docs, "Errors".
constexpr std::array error_types = {
    ErrorType{"invalid_request_error", 400, FailureClass::caller_fault},
    ErrorType{"authentication_error", 401, FailureClass::bad_credential},
    ErrorType{"billing_error", 402, FailureClass::out_of_quota},
    ErrorType{"permission_error", 403, FailureClass::bad_credential},
    ErrorType{"not_found_error", 404, FailureClass::model_unavailable},
    ErrorType{"conflict_error", 409, FailureClass::overloaded},
    ErrorType{"request_too_large", 413, FailureClass::caller_fault},
    ErrorType{"rate_limit_error", 429, FailureClass::rate_limited},
    ErrorType{"api_error", 500, FailureClass::overloaded},
    ErrorType{"timeout_error", 504, FailureClass::timeout},
    ErrorType{"overloaded_error", 529, FailureClass::overloaded},
};

/// Refusals that are called invalid_request_error whatever their reason.
constexpr std::array phrases = {
    RefusalPhrase{"prompt is too long", FailureClass::caller_fault, "context_length_exceeded"},
    RefusalPhrase{"exceed context limit", FailureClass::caller_fault, "context_length_exceeded"},
    RefusalPhrase{"credit balance is too low", FailureClass::out_of_quota},
    RefusalPhrase{"usage limits", FailureClass::out_of_quota},
    RefusalPhrase{"content filtering policy", FailureClass::content_filtered},
};

const ErrorType* type_in(json::Value error) {
    const json::Value type = error.find("type");
    const auto found =
        std::find_if(error_types.begin(), error_types.end(), [type](const ErrorType& known) { return type.equals(known.type); });
    return found == error_types.end() ? nullptr : &*found;
}

/// The field that a refusal begins with: "max_tokens: 5 > 4, ...", "messages.0.content: ...", "`temperature` may ...".
std::string field_in(std::string_view message) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
    if (message.starts_with('`')) message.remove_prefix(1);
    const std::size_t end = std::min(message.find_first_not_of(letters), message.size());
    const std::string_view rest = message.substr(end);
    const bool is_field = end > 0 && (rest.starts_with(": ") || rest.starts_with('.') || rest.starts_with('`'));
    return is_field ? std::string(message.substr(0, end)) : std::string();
}

void read_message(UpstreamFailure& failure, json::Value error) {
    const json::Value message = error.find("message");
    if (!message.is(json::Kind::string)) return;
    failure.message = safe_message(message.string());
    if (failure.failure != FailureClass::caller_fault) return;
    failure.param = field_in(failure.message);
    sharpen(failure, phrases);
}

}  // namespace

UpstreamFailure classify_reply(const UpstreamReply& reply) {
    UpstreamFailure failure;
    failure.status = reply.status;
    failure.failure = class_of_status(reply.status);
    failure.retry_after = read_retry_after({reply.retry_after_ms, reply.retry_after, reply.date});
    json::Document document;
    // HTML, plain text and nothing at all say no more than the status.
    if (document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true})) return failure;
    const json::Value error = document.root().find("error");
    const ErrorType* const type = type_in(error);
    const bool is_success = reply.status >= 200 && reply.status < 300;
    // An error is sharper than its status only where that says nothing: proxies relay types under statuses of their own.
    if (type && (is_success || failure.failure == FailureClass::unknown)) failure.failure = type->failure;
    read_message(failure, error);
    return failure;
}

UpstreamFailure classify_event(json::Value event) {
    UpstreamFailure failure;
    if (const ErrorType* const type = type_in(event.find("error"))) {
        failure.failure = type->failure;
        failure.status = type->status;
    }
    read_message(failure, event.find("error"));
    return failure;
}

std::optional<std::int64_t> named_maximum(const UpstreamFailure& failure) {
    // "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for ..."
    const std::string_view message = failure.message;
    constexpr std::string_view sign = " > ";
    const std::size_t at = message.find(sign);
    if (failure.param != "max_tokens" || at == std::string_view::npos) return std::nullopt;
    std::int64_t maximum = 0;
    const char* const begin = message.data() + at + sign.size();
    const auto [end, fault] = std::from_chars(begin, message.data() + message.size(), maximum);
    const bool is_count = fault == std::errc() && maximum > 0 &&
                          message.substr(static_cast<std::size_t>(end - message.data())).starts_with(", which is the maximum");
    return is_count ? std::optional(maximum) : std::nullopt;
}

}  // namespace parley::providers::anthropic
