#include "upstream/request.hpp"

#include <strings.h>

#include <charconv>

namespace bench::upstream {
namespace {

bool is_field(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' && strncasecmp(line.data(), name.data(), name.size()) == 0;
}

bool read_length(std::string_view line, std::size_t& length) {
    const std::size_t digits = line.find_first_of("0123456789");
    if (digits == std::string_view::npos) return false;
    return std::from_chars(line.data() + digits, line.data() + line.size(), length).ec == std::errc{};
}

/// False when the header fields cannot be served: an unreadable length, or a transfer coding.
bool read_body_length(std::string_view fields, std::size_t& length) {
    while (!fields.empty()) {
        const std::size_t end = fields.find("\r\n");
        const std::string_view line = fields.substr(0, end);
        if (is_field(line, "content-length") && !read_length(line, length)) return false;
        if (is_field(line, "transfer-encoding")) return false;
        fields.remove_prefix(end == std::string_view::npos ? fields.size() : end + 2);
    }
    return true;
}

}  // namespace

Parsed parse_request(std::string_view bytes, Request& request) {
    const std::size_t head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return Parsed::partial;

    const std::size_t method_end = bytes.find(' ');
    const std::size_t target_end = method_end < head_end ? bytes.find(' ', method_end + 1) : method_end;
    if (target_end >= head_end) return Parsed::malformed;

    std::size_t body_bytes = 0;
    const std::size_t fields_begin = bytes.find("\r\n") + 2;
    if (fields_begin < head_end && !read_body_length(bytes.substr(fields_begin, head_end - fields_begin), body_bytes)) {
        return Parsed::malformed;
    }
    const std::size_t body_begin = head_end + 4;
    if (bytes.size() - body_begin < body_bytes) return Parsed::partial;

    request.method = bytes.substr(0, method_end);
    request.target = bytes.substr(method_end + 1, target_end - method_end - 1);
    request.body = bytes.substr(body_begin, body_bytes);
    request.bytes = body_begin + body_bytes;
    return Parsed::complete;
}

}  // namespace bench::upstream
