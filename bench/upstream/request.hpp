// request.hpp: as little of HTTP/1.1 as the requests of well-behaved proxies need.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench::upstream {

/// One whole request; the views point into the bytes that were parsed.
struct Request {
    std::string_view method;
    std::string_view target;
    std::string_view body;
    std::size_t bytes = 0;  // head and body: where the next request begins
};

enum class Parsed { complete, partial, malformed };

/// Reads the request at the start of `bytes`. A body is delimited by Content-Length only (no header: no body):
/// Transfer-Encoding is malformed here, so that a proxy which sends it is noticed rather than measured.
Parsed parse_request(std::string_view bytes, Request& request);

}  // namespace bench::upstream
