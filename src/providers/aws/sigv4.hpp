// sigv4.hpp: AWS's Signature Version 4: proof that a request was written by someone who has the secret, at a certain time.
//
// Source: AWS docs, IAM User Guide, "Create a signed AWS API request"; tested with AWS's own test suite (awslabs/aws-c-auth,
// tests/aws-signing-test-suite/v4).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "base/wall_clock.hpp"

namespace parley::providers::aws {

/// What is shown, and what only signs.
struct Credentials {
    Secret access_key_id;
    Secret secret_access_key;
    Secret session_token;  // of credentials that expire; empty for those that do not

    bool operator==(const Credentials&) const = default;
};

/// Where a signature is good.
struct Scope {
    std::string region;   // "us-east-1"
    std::string service;  // "bedrock": not the first word of the host, which is bedrock-runtime
};

struct Field {
    std::string name;  // in small letters
    std::string value;
};

/// A request as it is signed.
struct Message {
    std::string_view method;
    std::string_view path;      // as it is sent: what is percent-encoded there is encoded once more for the signature
    std::string_view query;     // as it is sent, without the question mark
    std::vector<Field> fields;  // those that are signed, `x-amz-date` among them; in any order
    std::string payload_hash;   // of the body, in hex
};

/// "20260101T000000Z"
std::string print_amz_date(UnixSeconds now);

/// The text whose hash is signed.
std::string canonical_request(const Message& message);

/// The value of the field `authorization`.
std::string sign(const Message& message, const Credentials& credentials, const Scope& scope, UnixSeconds now);

}  // namespace parley::providers::aws
