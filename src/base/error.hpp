// error.hpp: one error type for everything that is expected to go wrong.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley {

/// What went wrong, as far as the answer to the caller depends on it. A closed list: the switch over it has no default.
enum class ErrorKind : std::uint8_t {
    bad_request,           // 400: the request cannot be understood or is not allowed
    unauthenticated,       // 401: no key, or a wrong one
    forbidden,             // 403
    not_found,             // 404
    method_not_allowed,    // 405
    request_timeout,       // 408: the request's body arrived too slowly
    too_large,             // 413
    unsupported_media,     // 415
    misdirected,           // 421: a Host that this address does not answer to
    rate_limited,          // 429
    upstream_error,        // 502: the provider's answer is unusable
    upstream_truncated,    // 502: the provider's stream ended before its end
    upstream_unavailable,  // 503: nobody answers, or the provider says that it is overloaded
    upstream_timeout,      // 504
    not_ready,             // 503: we ourselves are draining or full
    exhausted,             // 503: the system gives us no descriptor, port or memory to call a provider with
    internal,              // 500
};

/// Whose doing it was. Only upstream's doing may dent an upstream's health.
enum class ErrorSource : std::uint8_t { downstream, gateway, upstream };

struct Error {
    ErrorKind kind = ErrorKind::internal;
    ErrorSource source = ErrorSource::gateway;
    std::string message;                     // fit for the caller's eyes
    std::vector<std::string> problems = {};  // every problem found, when there were several: metadata.errors of the body
    std::string code = {};                   // OpenAI's word (model_not_found, context_length_exceeded, ...), or empty
    std::string param = {};                  // the field of the request that it is about; empty: none, or several
    int upstream_status = 0;                 // what the provider answered, when that is why
    std::string detail = {};                 // for the log; never a prompt, a credential or a provider's own words
    std::optional<std::chrono::seconds> retry_after = std::nullopt;  // as the upstream asked, if it asked

    bool operator==(const Error&) const = default;
};

}  // namespace parley
