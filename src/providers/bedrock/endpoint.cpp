#include "providers/bedrock/endpoint.hpp"

namespace parley::providers::bedrock {
namespace {

void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

/// RFC 3986, 2.3: all that never needs to be encoded. AWS's signature takes the path as its own encoder writes it.
bool is_unreserved(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("-._~").find(byte) != std::string_view::npos;
}

void append_segment(std::string& out, std::string_view segment) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char byte : segment) {
        const auto value = static_cast<unsigned char>(byte);
        if (is_unreserved(byte)) {
            out += byte;
        } else {
            (out += '%').append({digits[value >> 4], digits[value & 0xf]});
        }
    }
}

}  // namespace

Endpoint::Endpoint(const BaseUrl& url, const Secret& key, std::string_view user_agent) : path_(url.path) {
    append_field(fields_, "host", url.authority);
    if (!key.empty()) append_field(fields_, "authorization", "Bearer " + std::string(key.reveal()));
    append_field(fields_, "content-type", "application/json");
    append_field(fields_, "accept-encoding", "identity");
    append_field(fields_, "user-agent", user_agent);
}

std::string Endpoint::head(std::string_view model, Method method) const {
    const bool streams = method == Method::converse_stream;
    std::string head = "POST " + path_ + "/model/";
    append_segment(head, model);
    head += streams ? "/converse-stream" : "/converse";
    head += " HTTP/1.1\r\n";
    head += fields_;
    append_field(head, "accept", streams ? "application/vnd.amazon.eventstream" : "application/json");
    return head;
}

std::string_view region_in(std::string_view host) {
    for (const std::string_view begin : {"bedrock-runtime.", "bedrock-runtime-fips."}) {
        if (!host.starts_with(begin)) continue;
        const std::string_view rest = host.substr(begin.size());
        const std::size_t end = rest.find(".amazonaws.com");
        if (end != std::string_view::npos) return rest.substr(0, end);
    }
    return {};
}

}  // namespace parley::providers::bedrock
