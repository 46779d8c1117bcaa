// error_body.hpp: the one place where an Error becomes what a caller sees: a status, fields and a JSON body, or the
// last event of a broken stream.
//
// Two families of clients read our errors: AssemblyAI's SDKs want `message`, `code` as the status and `metadata.errors`
// on the outside; OpenAI's want an `error` object. The body is both at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace parley::openai {

/// How each ErrorKind is told: the HTTP status, OpenAI's error type, and OpenAI's code when the error names none (null
/// when empty). Source: OpenAI docs, "Error codes".
struct ErrorForm {
    int status;
    std::string_view type;
    std::string_view code;
};
const ErrorForm& error_form(ErrorKind kind);

/// Which clients a body is written for.
enum class ErrorShape : std::uint8_t {
    superset,  // both families at once
    hosted,    // as the hosted gateway writes it, byte for byte: no `error` object, and in a 401 `error` is the text
};

/// A request to a provider that failed, as the caller is told of it when others followed.
struct FailedAttempt {
    std::string model;  // the public id
    int status = 0;     // of the provider's answer; 0: there was none
    std::string error;  // the class of the failure: overloaded, network ...
};

struct ErrorAnswer {
    int status = 500;
    std::string fields;  // whole header lines, each ending in CRLF
    std::string body;
};

/// request_id  ours, 36 characters of a UUID: it goes into a header as it is.
///
/// Fields: x-request-id always; retry-after (seconds) on 429 and 503 when the error has one; `x-should-retry: false`
/// when providers failed us, for then retries and fallbacks are already behind us and a client's own would multiply
/// them; on a provider's 429 only once other models were tried. A 401 has `"status":"error"` besides, as the public API's authentication
/// errors have.
///
/// status      0: as error_form has it. Otherwise what HTTP itself asks for (414, 431, 505 ...).
/// attempts    all that were made, where there were several: metadata.attempts. Not part of the hosted gateway's bodies.
ErrorAnswer make_error_answer(const Error& error, std::string_view request_id, int status = 0, ErrorShape shape = ErrorShape::superset,
                              std::span<const FailedAttempt> attempts = {});

/// Appends `data: {"error":{...},"request_id":"..."}` and an empty line: what ends a stream that broke. No [DONE]
/// follows.
void append_error_event(std::string& out, const Error& error, std::string_view request_id);

}  // namespace parley::openai
