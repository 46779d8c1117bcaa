// signature.hpp: whether a request was signed as AWS wants it (Signature Version 4), checked as AWS checks: from what has arrived,
// with nothing taken from the sender but what it says that it signed.
//
// Source: AWS docs, IAM User Guide, "Elements of an AWS API request signature" and "Create a signed AWS API request".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/fields.hpp"

namespace parley::simulate::bedrock {

/// What a request is signed with; a session is named beside it.
struct Keys {
    std::string_view access_key_id;
    std::string_view secret_access_key;
    std::string_view session;  // empty: any, or none
};
/// The two that are known here: that of AWS's own examples, and that of the simulated role (role.hpp).
inline constexpr Keys example_keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
inline constexpr Keys role_keys{"ASIASIMULATEDROLE", "cm9sZSBvZiBhIHNpbXVsYXRlZCBtYWNoaW5lLg==", "FwoGZXIvYXdzEsimulated//session+1=="};

/// A request may be so much older or newer than it arrives.
inline constexpr std::int64_t clock_skew_seconds_max = 300;

struct Received {
    std::string_view method;
    std::string_view path;  // as it came
    std::string_view query;
    const http::Fields& fields;
    std::string_view body;
    std::int64_t now = 0;  // unix seconds
};

/// What AWS answers with status 403.
struct Denial {
    std::string exception;
    std::string message;
};

/// Nullopt for a request that is signed well, and for one that shows a Bedrock API key, which is taken whatever it is.
std::optional<Denial> deny(const Received& received);

}  // namespace parley::simulate::bedrock
