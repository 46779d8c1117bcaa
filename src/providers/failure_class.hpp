// failure_class.hpp: what went wrong with an attempt, in the few words on which routing decides.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace parley::providers {

enum class FailureClass : std::uint8_t {
    rate_limited,
    overloaded,
    timeout,
    network,
    bad_credential,  // ours: never shown to the caller as a 401 of theirs
    out_of_quota,
    model_unavailable,
    caller_fault,  // the provider refused what the caller asked for
    content_filtered,
    malformed_reply,
    unknown,
};
std::string_view to_string(FailureClass failure);

/// What a status says by itself. A redirect is not followed with a credential in hand, and a 2xx that is asked about was no answer:
/// both are malformed replies. 0 means that nobody answered.
/// Sources: RFC 9110, 15; OpenAI, Anthropic and Amazon Bedrock docs on errors.
FailureClass class_of_status(int status);

struct UpstreamFailure {
    FailureClass failure = FailureClass::unknown;
    int status = 0;                                        // the provider's HTTP status; 0 when there was no answer
    std::string message;                                   // for the caller only: it may quote the request
    std::optional<std::string> code;                       // OpenAI's word, when there is one: context_length_exceeded ...
    std::string param;                                     // the request's field that the provider objects to; empty when it names none
    std::optional<std::chrono::milliseconds> retry_after;  // clamped to 0..300 s
};

/// What the public contract says of an error of this kind, whichever provider it was and however it failed.
std::string_view public_message(ErrorKind kind);

/// The error that a caller gets when this failure is final (decision of the public contract: a provider's 401, 403 and
/// 404 become 502, its 429 stays 429, its 400 stays 400).
Error to_error(const UpstreamFailure& failure);

}  // namespace parley::providers
