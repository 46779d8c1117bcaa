#include "providers/google/service_account.hpp"

#include <algorithm>
#include <utility>

#include "json/document.hpp"
#include "json/write.hpp"
#include "providers/field_text.hpp"
#include "providers/google/rsa_key.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::google {
namespace {

constexpr std::string_view grant_type = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
/// What a token is worth where the answer does not say.
constexpr std::int64_t usual_seconds = 3600;

Error refusal(std::string message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = "service_account: " + std::move(message);
    return error;
}

Error upstream_failure(ErrorKind kind, std::string problem) {
    Error error;
    error.kind = kind;
    error.source = ErrorSource::upstream;
    error.message = std::move(problem);
    return error;
}

class ServiceAccount final : public TokenSource {
  public:
    ServiceAccount(BaseUrl place, std::string token_uri, std::string email, std::string key_id, RsaKey key, std::string user_agent)
        : place_(std::move(place)),
          token_uri_(std::move(token_uri)),
          email_(std::move(email)),
          key_id_(std::move(key_id)),
          key_(std::move(key)),
          user_agent_(std::move(user_agent)) {}

    const BaseUrl& place() const override { return place_; }

    TokenRequest request(UnixSeconds now) const override {
        TokenRequest request;
        request.head = "POST " + (place_.path.empty() ? "/" : place_.path) + " HTTP/1.1\r\nhost: " + place_.authority +
                       "\r\ncontent-type: application/x-www-form-urlencoded\r\naccept: application/json\r\naccept-encoding: identity\r\n"
                       "user-agent: " +
                       user_agent_ + "\r\n";
        request.body = "grant_type=" + std::string(grant_type) + "&assertion=" + assertion(now);
        return request;
    }

    Result<TokenStep> read(const TokenRequest&, int status, std::string_view body, UnixSeconds now) const override {
        json::Document document;
        const bool is_json = !document.parse(body);
        const json::Value root = is_json ? document.root() : json::Value();
        if (status >= 500 || status == 429)
            return upstream_failure(ErrorKind::upstream_unavailable, "the provider's token endpoint is in trouble");
        const json::Value token = root.find("access_token");
        if (status != 200 || !token.is(json::Kind::string) || token.escaped().empty() || !is_field_text(token.string())) {
            const std::string why = safe_message(root.find("error_description").string());
            Error error = upstream_failure(status < 400 ? ErrorKind::upstream_error : ErrorKind::unauthenticated,
                                           "the provider gives no token" + (why.empty() ? "" : ": " + why));
            error.upstream_status = status;
            return error;
        }
        const std::int64_t seconds = root.find("expires_in").integer().value_or(usual_seconds);
        return Token{Secret(token.string()), now + std::clamp<std::int64_t>(seconds, 0, usual_seconds)};
    }

  private:
    std::string assertion(UnixSeconds now) const {
        std::string head;
        json::ObjectWriter header(head);
        header.string("alg", "RS256");
        header.string("typ", "JWT");
        if (!key_id_.empty()) header.string("kid", key_id_);
        header.close();
        std::string body;
        json::ObjectWriter claims(body);
        claims.string("iss", email_);
        claims.string("scope", scope);
        claims.string("aud", token_uri_);
        claims.integer("iat", now);
        claims.integer("exp", now + assertion_seconds);
        claims.close();
        const std::string text = base64url(head) + "." + base64url(body);
        return text + "." + base64url(key_.sign(text));
    }

    BaseUrl place_;
    std::string token_uri_;
    std::string email_;
    std::string key_id_;
    RsaKey key_;
    std::string user_agent_;
};

}  // namespace

Result<std::unique_ptr<const TokenSource>> make_token_source(std::string_view json, std::string_view user_agent) {
    json::Document document;
    if (document.parse(json)) return refusal("is not the JSON of a service account");
    const json::Value root = document.root();
    if (!root.find("type").equals("service_account")) return refusal("is not the key of a service account");
    for (const std::string_view name : {"client_email", "private_key", "token_uri"}) {
        if (!root.find(name).is(json::Kind::string) || root.find(name).escaped().empty()) return refusal(std::string(name) + " is missing");
    }
    Result<RsaKey> key = RsaKey::parse(root.find("private_key").string());
    if (!key) return refusal(key.error().message);
    const std::string token_uri = root.find("token_uri").string();
    Result<BaseUrl> place = parse_base_url(token_uri);
    if (!place) return refusal("token_uri is no URL that can be asked");
    return std::unique_ptr<const TokenSource>(
        std::make_unique<ServiceAccount>(std::move(*place), token_uri, root.find("client_email").string(),
                                         root.find("private_key_id").string(), std::move(*key), std::string(user_agent)));
}

}  // namespace parley::providers::google
