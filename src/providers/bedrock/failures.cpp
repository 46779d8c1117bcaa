#include "providers/bedrock/failures.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "providers/refusal_phrases.hpp"
#include "providers/retry_after.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::bedrock {
namespace {

struct Exception {
    std::string_view name;  // without "Exception" at its end
    int status;             // under which it is sent where there is still a status to send
    FailureClass failure;
};

constexpr std::array exceptions = {
    Exception{"Validation", 400, FailureClass::caller_fault},
    Exception{"ServiceQuotaExceeded", 400, FailureClass::out_of_quota},
    Exception{"AccessDenied", 403, FailureClass::bad_credential},
    Exception{"UnrecognizedClient", 403, FailureClass::bad_credential},
    Exception{"InvalidClientTokenId", 403, FailureClass::bad_credential},
    Exception{"ExpiredToken", 403, FailureClass::bad_credential},
    Exception{"InvalidSignature", 403, FailureClass::bad_credential},
    Exception{"SignatureDoesNotMatch", 403, FailureClass::bad_credential},
    Exception{"IncompleteSignature", 403, FailureClass::bad_credential},
    Exception{"MissingAuthenticationToken", 403, FailureClass::bad_credential},
    Exception{"NotAuthorized", 403, FailureClass::bad_credential},
    Exception{"ResourceNotFound", 404, FailureClass::model_unavailable},
    Exception{"UnknownOperation", 404, FailureClass::model_unavailable},
    Exception{"ModelTimeout", 408, FailureClass::timeout},
    Exception{"ModelError", 424, FailureClass::overloaded},
    Exception{"ModelStreamError", 424, FailureClass::overloaded},
    Exception{"Throttling", 429, FailureClass::rate_limited},
    Exception{"ModelNotReady", 429, FailureClass::rate_limited},
    Exception{"InternalServer", 500, FailureClass::overloaded},
    Exception{"InternalFailure", 500, FailureClass::overloaded},
    Exception{"ServiceUnavailable", 503, FailureClass::overloaded},
};

/// Refusals that are called ValidationException whatever their reason.
constexpr std::array phrases = {
    RefusalPhrase{"Input is too long", FailureClass::caller_fault, "context_length_exceeded"},
    RefusalPhrase{"prompt is too long", FailureClass::caller_fault, "context_length_exceeded"},
    RefusalPhrase{"exceed context limit", FailureClass::caller_fault, "context_length_exceeded"},
    RefusalPhrase{"model identifier is invalid", FailureClass::model_unavailable},
    RefusalPhrase{"on-demand throughput", FailureClass::model_unavailable},
    RefusalPhrase{"Operation not allowed", FailureClass::model_unavailable},
    RefusalPhrase{"content filtering policy", FailureClass::content_filtered},
};

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// "com.amazon.coral.service#ThrottlingException:http://internal.amazon.com/..." is "Throttling".
std::string_view bare_name(std::string_view name) {
    name = name.substr(0, name.find(':'));
    if (const std::size_t at = name.rfind('#'); at != std::string_view::npos) name.remove_prefix(at + 1);
    if (name.ends_with("Exception")) name.remove_suffix(std::string_view("Exception").size());
    return name;
}

/// Streams begin the same names with a small letter.
const Exception* find_exception(std::string_view name) {
    const std::string_view bare = bare_name(name);
    const auto found = std::find_if(exceptions.begin(), exceptions.end(), [bare](const Exception& known) {
        return bare.size() == known.name.size() && !bare.empty() && lower(bare[0]) == lower(known.name[0]) &&
               bare.substr(1) == known.name.substr(1);
    });
    return found == exceptions.end() ? nullptr : &*found;
}

json::Value message_in(json::Value body) {
    const json::Value small = body.find("message");
    return small.is(json::Kind::string) ? small : body.find("Message");
}

/// The caller's field that a refusal is about, where Bedrock's name for it stands in the text.
std::string field_in(std::string_view message) {
    struct Name {
        std::string_view theirs, ours;
    };
    static constexpr std::array names = {
        Name{"maxTokens", "max_tokens"},
        Name{"maximum tokens", "max_tokens"},
        Name{"max_tokens", "max_tokens"},
        Name{"temperature", "temperature"},
        Name{"topP", "top_p"},
        Name{"top_p", "top_p"},
        Name{"stopSequences", "stop"},
        Name{"toolChoice", "tool_choice"},
        Name{"toolConfig", "tools"},
        Name{"outputConfig", "response_format"},
        Name{"messages.", "messages"},
    };
    for (const Name& name : names) {
        if (message.find(name.theirs) != std::string_view::npos) return std::string(name.ours);
    }
    return {};
}

void read_message(UpstreamFailure& failure, std::string_view message) {
    failure.message = safe_message(message);
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
    // HTML, plain text and nothing at all say no more than the status and the head.
    const bool is_json = !document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true});
    const json::Value body = is_json ? document.root() : json::Value();
    // A wrong path is answered with status 200, and its name in a place of its own.
    const json::Value type = body.find("__type") ? body.find("__type") : body.find("Output").find("__type");
    const std::string named = type.string();
    if (const Exception* const known = find_exception(reply.reply_field.empty() ? named : reply.reply_field)) {
        failure.failure = known->failure;
    }
    if (const json::Value message = message_in(body); message.is(json::Kind::string)) read_message(failure, message.string());
    return failure;
}

UpstreamFailure classify_named(std::string_view name, std::string_view message) {
    UpstreamFailure failure;
    failure.failure = FailureClass::overloaded;  // of a stream that was going well
    if (const Exception* const known = find_exception(name)) {
        failure.failure = known->failure;
        failure.status = known->status;
    }
    read_message(failure, message);
    return failure;
}

UpstreamFailure classify_exception(std::string_view name, json::Value exception) {
    return classify_named(name, message_in(exception).string());
}

std::optional<std::int64_t> named_maximum(const UpstreamFailure& failure) {
    // "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower ..."
    constexpr std::string_view sign = "exceeds the model limit of ";
    const std::string_view message = failure.message;
    const std::size_t at = message.find(sign);
    if (at == std::string_view::npos) return std::nullopt;
    std::int64_t maximum = 0;
    const char* const begin = message.data() + at + sign.size();
    const auto [end, fault] = std::from_chars(begin, message.data() + message.size(), maximum);
    return fault == std::errc() && end != begin && maximum > 0 ? std::optional(maximum) : std::nullopt;
}

}  // namespace parley::providers::bedrock
