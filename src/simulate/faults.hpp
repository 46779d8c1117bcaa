// faults.hpp: everything a simulated upstream can do wrong, as one value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/deadline.hpp"

namespace parley::simulate {

/// A place in an answer: before its head, or after that many chunks of a stream (bytes of a plain answer's body).
struct Point {
    bool before_head = false;
    std::uint32_t after = 0;

    bool operator==(const Point&) const = default;
};

/// What stands in the body instead of a completion.
enum class PageBody : std::uint8_t { error, html, text, empty };

/// Counts of chunks include the role, finish and usage chunks, not `[DONE]` and not comments.
struct Faults {
    // An answer that is no completion.
    int status = 0;                     // 0: 200
    std::optional<PageBody> body = {};  // an error body when only a status is set
    std::string code = {};              // error.code; empty: the usual word for the status
    std::optional<std::chrono::seconds> retry_after = {};
    bool quote = false;    // the error's message repeats what the caller sent, as careless upstreams do
    bool garbage = false;  // random bytes instead of HTTP

    // An answer that breaks off. At most one of the three is set.
    std::optional<Point> hang = {};   // silence until the caller leaves
    std::optional<Point> cut = {};    // FIN without the end of the message
    std::optional<Point> reset = {};  // RST

    // A stream with mistakes.
    std::uint32_t malformed = 0;                        // this chunk, counted from 1, is half of its JSON; 0: none
    std::optional<std::uint32_t> error_in_stream = {};  // after so many chunks
    bool no_done = false;
    bool double_done = false;
    bool no_finish = false;

    // Legal, but seldom met.
    bool crlf = false;
    bool comments = false;
    bool gzip = false;
    bool close_after = false;
    std::uint32_t big_event = 0;        // bytes of an unknown field in the second chunk
    std::uint32_t header_flood = 0;     // further header fields
    std::optional<Duration> drip = {};  // one byte at a time, and the pause after each
    std::string finish = {};            // finish_reason instead of the true one

    // Framing that contradicts itself.
    std::int32_t wrong_length = 0;  // added to Content-Length
    bool bad_chunk_size = false;
    bool two_responses = false;

    // When any of this happens.
    std::uint32_t fail_first = 0;          // only to the first requests for this model; 0: to all
    std::optional<double> fail_rate = {};  // to this share of them, drawn by seed

    bool operator==(const Faults&) const = default;

    bool any() const { return *this != Faults{}; }
    /// Whether the answer is a page of its own instead of a completion.
    bool is_page() const { return status != 0 || body.has_value(); }
    bool breaks_framing() const { return wrong_length != 0 || bad_chunk_size || two_responses; }
    bool breaks_off() const { return hang || cut || reset; }
};

/// Whether the `nth` request (from 1) for a model meets its faults.
bool faults_strike(const Faults& faults, std::uint64_t nth, std::uint64_t seed);

}  // namespace parley::simulate
