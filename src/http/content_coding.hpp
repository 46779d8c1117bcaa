// content_coding.hpp: undoes Content-Encoding. Parley asks upstreams for `identity`; proxies in between compress anyway,
// error bodies included.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace parley::http {

/// Undoes one coding: gzip, x-gzip, or deflate (with zlib's wrapper as RFC 9110 8.4.1.2 has it, or bare as some servers
/// send it). Several codings on top of each other are refused.
///
/// bytes_max  of the result: a bomb stops there.
/// Errors     upstream_error: another coding, damaged data, or more than bytes_max.
Result<std::string> decode_content(std::string_view coding, std::string_view bytes, std::size_t bytes_max);

}  // namespace parley::http
