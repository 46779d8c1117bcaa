// limits.hpp: every limit of the HTTP layer, with its name, unit and default. Configuration fills the same struct.
#pragma once

#include <chrono>
#include <cstddef>

namespace parley::http {

struct Limits {
    // Codec
    std::size_t head_bytes_max = 32 * 1024;            // request or status line and header fields, both directions
    std::size_t request_line_bytes_max = 8 * 1024;     // with its CR LF; RFC 9112, 3 asks for 8000 at least
    std::size_t headers_max = 100;                     // header fields in one head
    std::size_t body_bytes_max = 10 * 1024 * 1024;     // of one message, after chunked decoding
    std::size_t chunk_extension_bytes_max = 4 * 1024;  // all chunk extensions of one body together
    std::size_t trailer_bytes_max = 8 * 1024;          // trailer section of one chunked body
    std::size_t interim_responses_max = 8;             // 1xx responses before the final one
    std::size_t leading_empty_lines_max = 2;           // CRLFs tolerated before a request line (RFC 9112, 2.2)
    bool encoded_paths = false;                        // '%' in a path, as it came: for simulated providers whose names need it

    // Downstream connections
    std::size_t connections_max = 16384;              // of the whole process
    std::size_t pipelined_bytes_max = 16 * 1024;      // kept while an answer is due; a client that sends more is cut
    std::chrono::milliseconds head_timeout{10'000};   // first byte of a request head to its last
    std::chrono::milliseconds idle_timeout{75'000};   // keep-alive, between requests
    std::chrono::milliseconds idle_grace{1'000};      // after it an idle connection gives way to a new one at connections_max
    std::chrono::milliseconds body_grace{10'000};     // before the minimum rate is asked for
    std::size_t body_bytes_per_second_min = 1024;     // averaged over the whole body, after body_grace
    std::size_t unsent_bytes_max = 64 * 1024;         // of an answer, in the kernel; what is more waits here, and so upstream
    std::chrono::milliseconds write_timeout{60'000};  // a peer that takes no byte for this long is cut
    std::chrono::milliseconds linger_timeout{2'000};  // after a refusal: how long unread bytes are discarded
    std::size_t linger_bytes_max = 256 * 1024;        // and how many

    bool operator==(const Limits&) const = default;
};

}  // namespace parley::http
