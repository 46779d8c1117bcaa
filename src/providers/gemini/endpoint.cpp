#include "providers/gemini/endpoint.hpp"

namespace parley::providers::gemini {
namespace {

void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

/// RFC 3986, 3.3: what may stand in a path as it is.
bool is_path_byte(char byte) {
    constexpr std::string_view others = "-._~/:@";
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           others.find(byte) != std::string_view::npos;
}

void append_path(std::string& out, std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char byte : path) {
        const auto value = static_cast<unsigned char>(byte);
        if (is_path_byte(byte)) {
            out += byte;
        } else {
            (out += '%').append({digits[value >> 4], digits[value & 0xf]});
        }
    }
}

}  // namespace

Endpoint::Endpoint(const BaseUrl& url, const Secret& credential, catalog::Auth auth, std::string_view user_agent)
    : path_(url.path.empty() ? default_version_path : std::string_view(url.path)) {
    const std::string shown(credential.reveal());
    append_field(fields_, "host", url.authority);
    if (!shown.empty() && auth == catalog::Auth::bearer) append_field(fields_, "authorization", "Bearer " + shown);
    if (!shown.empty() && auth == catalog::Auth::api_key) append_field(fields_, "x-goog-api-key", shown);
    append_field(fields_, "content-type", "application/json");
    append_field(fields_, "accept-encoding", "identity");
    append_field(fields_, "user-agent", user_agent);
}

std::string Endpoint::head(std::string_view model, Method method) const {
    for (const std::string_view prefix : {"models/", "gemini/"}) {
        if (model.starts_with(prefix)) model.remove_prefix(prefix.size());
    }
    const bool streams = method == Method::stream;
    std::string head = "POST " + path_ + (model.find('/') == std::string_view::npos ? "/models/" : "/");
    append_path(head, model);
    head += streams ? ":streamGenerateContent?alt=sse" : ":generateContent";
    head += " HTTP/1.1\r\n";
    head += fields_;
    append_field(head, "accept", streams ? "text/event-stream" : "application/json");
    return head;
}

}  // namespace parley::providers::gemini
