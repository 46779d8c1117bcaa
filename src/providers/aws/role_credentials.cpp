#include "providers/aws/role_credentials.hpp"

#include <array>
#include <string>
#include <utility>

#include "base/calendar_date.hpp"
#include "json/document.hpp"
#include "providers/field_text.hpp"

namespace parley::providers::aws {
namespace {

constexpr char separator = '\n';  // stands in none of the three

Error upstream_failure(ErrorKind kind, const char* message) {
    return Error{.kind = kind, .source = ErrorSource::upstream, .message = message};
}

}  // namespace

Result<Token> read_role_credentials(std::string_view json) {
    json::Document document;
    if (document.parse(json)) return upstream_failure(ErrorKind::upstream_error, "the role's credentials are not JSON");
    const json::Value root = document.root();
    const json::Value code = root.find("Code");
    if (code.is(json::Kind::string) && !code.equals("Success"))
        return upstream_failure(ErrorKind::unauthenticated, "the provider gives this role no credentials");
    std::string text;
    for (const std::string_view name : {"AccessKeyId", "SecretAccessKey", "Token"}) {
        const std::string part = root.find(name).string();
        if (part.empty() || !is_field_text(part))
            return upstream_failure(ErrorKind::upstream_error, "the role's credentials are not whole");
        text.append(text.empty() ? "" : std::string(1, separator)).append(part);
    }
    const std::optional<std::int64_t> expires = parse_moment(root.find("Expiration").string());
    if (!expires) return upstream_failure(ErrorKind::upstream_error, "the role's credentials do not say when they end");
    return Token{Secret(std::move(text)), *expires};
}

Credentials credentials_in(const Secret& token) {
    const std::string_view text = token.reveal();
    const std::size_t first = text.find(separator);
    const std::size_t second = text.find(separator, first + 1);
    return {Secret(std::string(text.substr(0, first))), Secret(std::string(text.substr(first + 1, second - first - 1))),
            Secret(std::string(text.substr(second + 1)))};
}

}  // namespace parley::providers::aws
