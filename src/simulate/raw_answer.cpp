#include "simulate/raw_answer.hpp"

#include <algorithm>

#include "http/status_text.hpp"

namespace parley::simulate {

namespace {

std::string print_head(const http::Response& response, std::string_view framing) {
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    out.append(http::status_text(response.status)).append("\r\n");
    if (!response.content_type.empty()) http::append_field(out, "content-type", response.content_type);
    out += response.fields;
    if (response.close) http::append_field(out, "connection", "close");
    return out.append(framing).append("\r\n\r\n");
}

/// Half of the body in a sound chunk, the rest behind a size that is none.
std::string print_bad_chunks(const http::Response& response) {
    const std::string_view body = response.body;
    std::string out = print_head(response, "transfer-encoding: chunked");
    const std::string_view half = body.substr(0, body.size() / 2);
    static constexpr char digits[] = "0123456789abcdef";
    std::string size;
    for (std::size_t left = half.size(); left > 0; left /= 16) size.insert(size.begin(), digits[left % 16]);
    if (!half.empty()) out.append(size).append("\r\n").append(half).append("\r\n");
    return out.append("size?\r\n").append(body.substr(half.size())).append("\r\n0\r\n\r\n");
}

}  // namespace

std::string print_raw_head(const http::Response& response, std::size_t length) {
    return print_head(response, "content-length: " + std::to_string(length));
}

std::string print_contradictory_answer(const http::Response& response, const Faults& faults) {
    if (faults.bad_chunk_size) return print_bad_chunks(response);
    const auto length = static_cast<std::int64_t>(response.body.size()) + faults.wrong_length;
    const std::string once = print_raw_head(response, static_cast<std::size_t>(std::max<std::int64_t>(length, 0))) + response.body;
    return faults.two_responses ? once + once : once;
}

std::string print_garbage(Random& random) {
    constexpr std::size_t garbage_bytes = 512;
    std::string bytes(garbage_bytes, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    if (bytes[0] == 'H') bytes[0] = 'h';
    return bytes;
}

void flood_header(std::string& fields, std::uint32_t count) {
    for (std::uint32_t i = 1; i <= count; ++i) {
        http::append_field(fields, "x-flood-" + std::to_string(i), "one more header field");
    }
}

}  // namespace parley::simulate
