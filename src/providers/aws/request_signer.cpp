#include "providers/aws/request_signer.hpp"

#include "providers/aws/role_credentials.hpp"
#include "providers/provider.hpp"
#include "providers/sha256.hpp"

namespace parley::providers::aws {
namespace {

std::string_view take_until(std::string_view& text, std::string_view end) {
    const std::size_t at = text.find(end);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
    return taken;
}

/// Of a head that a translator of ours has written: names in small letters, one space behind the colon.
Message read_head(std::string_view head) {
    Message message;
    std::string_view request_line = take_until(head, "\r\n");
    message.method = take_until(request_line, " ");
    std::string_view target = take_until(request_line, " ");
    message.path = take_until(target, "?");
    message.query = target;
    while (!head.empty()) {
        std::string_view line = take_until(head, "\r\n");
        const std::string_view name = take_until(line, ": ");
        if (name == "host" || name == "content-type") message.fields.push_back({std::string(name), std::string(line)});
    }
    return message;
}

}  // namespace

std::string RequestSigner::fields(const UpstreamRequest& request, const Secret& token, UnixSeconds now) const {
    const Credentials credentials = token.empty() ? credentials_ : credentials_in(token);
    Message message = read_head(request.head);
    message.payload_hash = to_hex(sha256(request.body));
    std::string lines;
    const auto add = [&](std::string_view name, std::string value) {
        lines.append(name).append(": ").append(value).append("\r\n");
        message.fields.push_back({std::string(name), std::move(value)});
    };
    add("x-amz-date", print_amz_date(now));
    if (!credentials.session_token.empty()) add("x-amz-security-token", std::string(credentials.session_token.reveal()));
    return lines + "authorization: " + sign(message, credentials, scope_, now) + "\r\n";
}

}  // namespace parley::providers::aws
