#include "providers/openai/failures.hpp"

#include <algorithm>
#include <array>

#include "providers/retry_after.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::openai_dialect {
namespace {

/// What could be read of an error body, whatever its shape.
struct Complaint {
    std::string message;
    std::string code;  // a word; hosts that write a number there mean a status
    std::string type;
    std::string param;
    int status = 0;  // 400..599 when the body names one
};

struct WordClass {
    std::string_view word;
    FailureClass failure;
};

/// Words of `code` and `type` that say more than a status. Sources: OpenAI docs, "Error codes"; Azure OpenAI content
/// filtering; Moonshot AI and Alibaba Cloud Model Studio, error codes; vLLM, llama.cpp, Groq and DeepSeek error bodies.
constexpr std::array word_classes = {
    WordClass{"insufficient_quota", FailureClass::out_of_quota},
    WordClass{"credit_balance_exhausted", FailureClass::out_of_quota},
    WordClass{"billing_hard_limit_reached", FailureClass::out_of_quota},
    WordClass{"billing_not_active", FailureClass::out_of_quota},
    WordClass{"exceeded_current_quota_error", FailureClass::out_of_quota},
    WordClass{"Arrearage", FailureClass::out_of_quota},
    WordClass{"invalid_api_key", FailureClass::bad_credential},
    WordClass{"invalid_organization", FailureClass::bad_credential},
    WordClass{"authentication_error", FailureClass::bad_credential},
    WordClass{"permission_error", FailureClass::bad_credential},
    WordClass{"model_not_found", FailureClass::model_unavailable},
    WordClass{"content_policy_violation", FailureClass::content_filtered},
    WordClass{"content_filter", FailureClass::content_filtered},
    WordClass{"data_inspection_failed", FailureClass::content_filtered},
    WordClass{"rate_limit_exceeded", FailureClass::rate_limited},
    WordClass{"rate_limit_error", FailureClass::rate_limited},
    WordClass{"context_length_exceeded", FailureClass::caller_fault},
    WordClass{"invalid_request_error", FailureClass::caller_fault},
    WordClass{"server_is_overloaded", FailureClass::overloaded},
    WordClass{"slow_down", FailureClass::overloaded},
    WordClass{"overloaded_error", FailureClass::overloaded},
    WordClass{"unavailable_error", FailureClass::overloaded},
    WordClass{"server_error", FailureClass::overloaded},
    WordClass{"api_error", FailureClass::overloaded},
    WordClass{"timeout", FailureClass::timeout},
};

/// How hosts say that the conversation is too long for the model, where they have no word for it.
constexpr std::array too_long_phrases = {std::string_view("prompt is too long"), std::string_view("maximum context length"),
                                         std::string_view("input token count"), std::string_view("Input is too long"),
                                         std::string_view("exceeds the available context size")};

std::optional<FailureClass> class_of_word(std::string_view word) {
    for (const WordClass& entry : word_classes) {
        if (entry.word == word) return entry.failure;
    }
    return std::nullopt;
}

/// A status says less than some words: an empty account is a 429, a filtered prompt a 400.
FailureClass class_of(int status, const Complaint& complaint) {
    const FailureClass by_status = class_of_status(status);
    for (const std::string& word : {complaint.code, complaint.type}) {
        const std::optional<FailureClass> by_word = class_of_word(word);
        if (!by_word) continue;
        const bool is_sharper = by_word == FailureClass::out_of_quota || by_word == FailureClass::content_filtered ||
                                by_word == FailureClass::model_unavailable || by_word == FailureClass::bad_credential;
        if (is_sharper) return *by_word;
    }
    return by_status;
}

void read_status(json::Value value, Complaint& complaint) {
    const std::optional<std::int64_t> number = value.integer();
    if (number && *number >= 400 && *number <= 599) complaint.status = static_cast<int>(*number);
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == std::string_view::npos;
}

std::string word_in(json::Value value) {
    if (!value.is(json::Kind::string)) return {};
    std::string word = value.string();
    return is_word(word) ? word : std::string();
}

/// The field of a path such as messages[0].content.
std::string field_in(json::Value value) {
    const std::string path = value.is(json::Kind::string) ? value.string() : std::string();
    const std::string field = path.substr(0, path.find_first_of(".["));
    return is_word(field) ? field : std::string();
}

/// A text, or FastAPI's list of {"msg": ...}.
std::string text_in(json::Value value) {
    if (value.is(json::Kind::string)) return value.string();
    for (const json::Value element : value.elements()) {
        if (element.find("msg").is(json::Kind::string)) return element.find("msg").string();
    }
    return {};
}

void read_object(json::Value object, Complaint& complaint) {
    for (const std::string_view name : {"message", "detail", "faultstring", "error"}) {
        const json::Value text = object.find(name);
        if (complaint.message.empty()) complaint.message = text_in(text);
        if (complaint.message.empty()) complaint.message = text_in(text.find("detail"));  // Mistral, within message
    }
    if (complaint.code.empty()) complaint.code = word_in(object.find("code"));
    if (complaint.type.empty()) complaint.type = word_in(object.find("type"));
    if (complaint.param.empty()) complaint.param = field_in(object.find("param"));
    read_status(object.find("status"), complaint);
    read_status(object.find("code"), complaint);
}

Complaint read_complaint(json::Value root) {
    Complaint complaint;
    if (root.is(json::Kind::array)) {  // Google's OpenAI look-alike wraps its errors
        for (const json::Value element : root.elements()) return read_complaint(element);
    }
    for (const json::Value inner : {root.find("error"), root.find("fault"), root.find("x_groq").find("error")}) {
        if (inner.is(json::Kind::string)) complaint.message = inner.string();
        read_object(inner, complaint);
    }
    read_object(root, complaint);
    complaint.message = safe_message(complaint.message);
    return complaint;
}

bool says_too_long(std::string_view message) {
    return std::any_of(too_long_phrases.begin(), too_long_phrases.end(),
                       [&](std::string_view phrase) { return message.find(phrase) != std::string_view::npos; });
}

UpstreamFailure make_failure(FailureClass failure, int status, Complaint complaint) {
    UpstreamFailure made;
    made.failure = failure;
    made.status = status;
    if (!complaint.code.empty()) made.code = complaint.code;
    if (failure == FailureClass::caller_fault && says_too_long(complaint.message)) made.code = "context_length_exceeded";
    made.message = std::move(complaint.message);
    made.param = std::move(complaint.param);
    return made;
}

}  // namespace

bool has_error(json::Value root) {
    for (const json::Value element : root.elements()) return has_error(element);  // Google's OpenAI look-alike wraps its errors
    const json::Value error = root.find("error");
    if (error.is(json::Kind::string)) return !error.escaped().empty();
    if (error.boolean()) return *error.boolean();
    return !error.is_missing() || !root.find("x_groq").find("error").is_missing();
}

UpstreamFailure classify_reply(const UpstreamReply& reply) {
    json::Document document;
    json::ParseOptions options;
    options.allow_lone_surrogates = true;
    Complaint complaint;
    // HTML, plain text and nothing at all say no more than the status.
    if (!document.parse(reply.body, options)) complaint = read_complaint(document.root());

    // With a 2xx the body's own status is the only one there is.
    const bool is_success = reply.status >= 200 && reply.status < 300;
    const int status = is_success && complaint.status != 0 ? complaint.status : reply.status;
    const FailureClass failure_class = class_of(status, complaint);
    UpstreamFailure failure = make_failure(failure_class, reply.status, std::move(complaint));
    failure.retry_after = read_retry_after({reply.retry_after_ms, reply.retry_after, reply.date});
    return failure;
}

UpstreamFailure classify_in_stream(json::Value root) {
    Complaint complaint = read_complaint(root);
    FailureClass failure = FailureClass::unknown;
    if (complaint.status != 0) {
        failure = class_of(complaint.status, complaint);
    } else if (const auto by_code = class_of_word(complaint.code)) {
        failure = *by_code;
    } else if (const auto by_type = class_of_word(complaint.type)) {
        failure = *by_type;
    }
    const int status = complaint.status;
    return make_failure(failure, status, std::move(complaint));
}

}  // namespace parley::providers::openai_dialect
