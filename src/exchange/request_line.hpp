// request_line.hpp: what the log says of one request: one JSON object on one line.
//
// Names, ids, sizes, classes and times. Never a key, a prompt, an answer, a path or a provider's text: whoever adds a field
// asks first who wrote what stands in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/deadline.hpp"
#include "base/money.hpp"
#include "base/outcome.hpp"
#include "observe/log.hpp"
#include "openai/events.hpp"

namespace parley::exchange {

/// An id that somebody else gave the request, caller or provider, is repeated only when it looks like one.
inline constexpr std::size_t logged_request_id_bytes_max = 128;

/// Empty texts and absent values are left out of the line.
struct RequestLine {
    std::chrono::system_clock::time_point time;  // when the request ended
    observe::Level level = observe::Level::info;
    std::string_view request_id;
    std::string_view client_request_id = {};    // the caller's x-request-id; with the next, the one text that a stranger wrote
    std::string_view upstream_request_id = {};  // of the last reply, as the provider calls it
    std::string_view key = {};                  // the name
    std::string_view key_id = {};
    std::string_view account = {};
    std::string_view route = {};   // as the table of routes has it
    std::string_view region = {};  // of the listener
    std::string_view model = {};   // the public id, once it was found
    std::string_view provider = {};
    std::string_view upstream_model = {};
    bool streamed = false;
    int status = 0;
    Outcome outcome = Outcome::refused;
    std::string_view failure = {};  // the class of the last attempt's failure
    std::uint32_t attempts = 0;
    std::optional<openai::Usage> usage = {};
    bool prompt_cut = false;         // the provider counted fewer tokens than the prompt can have
    std::optional<Money> cost = {};  // what the caller pays
    std::optional<Duration> first_chunk = {};
    std::optional<Duration> total = {};
};

/// Appends the line, without its end.
void append_request_line(std::string& out, const RequestLine& line);

/// "2026-11-25T08:49:37.123Z" (RFC 3339).
void append_timestamp(std::string& out, std::chrono::system_clock::time_point time);

/// An id if it is 1 to logged_request_id_bytes_max letters, digits and `.`, `_`, `:`, `-`, else empty.
std::string_view checked_request_id(std::string_view field);

}  // namespace parley::exchange
