// message.hpp: the lines that go over the control socket: a request and its answer, each one JSON object.
//
//   {"version":1,"verb":"keys.revoke","arguments":{"id":"abc"}}
//   {"version":1,"ok":true,"result":{...}}
//   {"version":1,"ok":false,"error":{"kind":"not_found","message":"...","problems":[]}}
//
// Both ends come with the same program, yet a command may be newer than the server that still runs: a version that is not
// ours is refused with both numbers.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace parley::control {

inline constexpr int protocol_version = 1;

/// A request's line without its end; one byte more is refused.
inline constexpr std::size_t request_bytes_max = 64 * 1024;
/// An answer's line without its end. Verbs page what could be longer.
inline constexpr std::size_t answer_bytes_max = 8 * 1024 * 1024;

using Answer = Result<nlohmann::json>;

/// An answer that is a value. By name, because nlohmann's json converts to anything, an Error too.
inline Answer answer_with(nlohmann::json value) { return Answer(boost::system::in_place_value, std::move(value)); }

struct Request {
    std::string verb;
    nlohmann::json arguments = nlohmann::json::object();
};

std::string print_request(const Request& request);
/// Errors: ErrorKind::bad_request: no JSON object, another version, a field that is missing, unknown or of another type.
Result<Request> parse_request(std::string_view line);

std::string print_answer(const Answer& answer);
/// The result, or the error as the other side had it. Errors of its own: a line that is no answer of this version.
Answer parse_answer(std::string_view line);

}  // namespace parley::control
