// http_table.cpp: the table of `http`, which has a name for every field of http::Limits.
#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::uint64_t KiB = 1024;
constexpr std::uint64_t MiB = 1024 * KiB;
constexpr std::uint64_t GiB = 1024 * MiB;

constexpr Bounds<milliseconds> any_wait{milliseconds(1), hours(24)};

}  // namespace

const Table<http::Limits>& http_table() {
    using http::Limits;
    static const Table<Limits> table{
        size_field("head_bytes_max", &Limits::head_bytes_max, {1 * KiB, 1 * MiB},
                   "A request or status line with its header fields, both directions."),
        size_field("request_line_bytes_max", &Limits::request_line_bytes_max, {1 * KiB, 1 * MiB},
                   "A request line; part of `head_bytes_max`."),
        count_field("headers_max", &Limits::headers_max, {10, 1'000}, "Header fields in one head."),
        size_field("body_bytes_max", &Limits::body_bytes_max, {1 * KiB, 1 * GiB}, "One message's body, without framing."),
        size_field("chunk_extension_bytes_max", &Limits::chunk_extension_bytes_max, {0, 1 * MiB},
                   "All chunk extensions of one body together."),
        size_field("trailer_bytes_max", &Limits::trailer_bytes_max, {0, 1 * MiB}, "The trailers of one chunked body."),
        count_field("interim_responses_max", &Limits::interim_responses_max, {0, 100}, "1xx responses before the final one."),
        count_field("leading_empty_lines_max", &Limits::leading_empty_lines_max, {0, 100}, "Empty lines tolerated before a request line."),
        count_field("connections_max", &Limits::connections_max, {1, 1'000'000}, "Open connections of callers, in the whole process."),
        size_field("pipelined_bytes_max", &Limits::pipelined_bytes_max, {1 * KiB, 1 * MiB},
                   "Kept while an answer is due; a caller who sends more is cut."),
        duration_field("head_timeout", &Limits::head_timeout, any_wait, "First byte of a request's head to its last."),
        duration_field("idle_timeout", &Limits::idle_timeout, any_wait, "Between two requests of a connection."),
        duration_field("idle_grace", &Limits::idle_grace, any_wait,
                       "Once `connections_max` is reached, the connection that has been idle longest, and for so long, "
                       "gives way to a new one."),
        duration_field("body_grace", &Limits::body_grace, any_wait,
                       "How long a body may take before `body_bytes_per_second_min` is asked for."),
        size_field("body_bytes_per_second_min", &Limits::body_bytes_per_second_min, {0, 1 * GiB},
                   "Averaged over the whole body. 0 asks for nothing but that a silence stays below `idle_timeout`."),
        size_field("unsent_bytes_max", &Limits::unsent_bytes_max, {4 * KiB, 16 * MiB},
                   "Of an answer that its caller is slow to take, kept by the kernel for each connection. The provider waits "
                   "with the rest."),
        duration_field("write_timeout", &Limits::write_timeout, any_wait, "A caller who takes no byte for this long is cut."),
        duration_field("linger_timeout", &Limits::linger_timeout, {milliseconds(1), minutes(10)},
                       "After a refusal: how long unread bytes are discarded, so that the answer arrives."),
        size_field("linger_bytes_max", &Limits::linger_bytes_max, {0, 64 * MiB}, "And how many."),
    };
    return table;
}

}  // namespace parley::config
