#include "providers/aws/role_source.hpp"

#include <utility>

#include "providers/aws/role_credentials.hpp"
#include "providers/field_text.hpp"

namespace parley::providers::aws {
namespace {

constexpr std::string_view session_path = "/latest/api/token";
constexpr std::string_view roles_path = "/latest/meta-data/iam/security-credentials/";
constexpr std::string_view session_field = "x-aws-ec2-metadata-token";
/// A session is needed for two questions that follow at once.
constexpr std::string_view session_lifetime = "x-aws-ec2-metadata-token-ttl-seconds: 60\r\n";
/// IAM's own bounds of a role's name. Source: IAM API reference, "CreateRole".
constexpr std::size_t role_name_bytes_max = 64;
constexpr std::string_view role_name_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-";

Error bad_request(const char* message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = message;
    return error;
}

/// Nullopt for a 200.
std::optional<Error> fault_of(int status) {
    if (status == 200) return std::nullopt;
    const bool in_trouble = status >= 500 || status == 429;
    Error error;
    error.kind = in_trouble ? ErrorKind::upstream_unavailable : ErrorKind::unauthenticated;
    error.source = ErrorSource::upstream;
    error.message = in_trouble ? "the endpoint of the role's credentials is in trouble" : "there are no credentials of a role here";
    error.upstream_status = status;
    return error;
}

/// What both kinds of sources share: a place, how it is asked, and which answers of AWS say that credentials are no good.
class RoleSource : public TokenSource {
  public:
    RoleSource(BaseUrl place, std::string_view user_agent) : place_(std::move(place)), user_agent_(user_agent) {}

    const BaseUrl& place() const override { return place_; }

    /// Source: AWS docs, IAM, "Common errors": ExpiredToken, UnrecognizedClientException, InvalidClientTokenId, each with or without
    /// "Exception" behind it. A 403 for another reason says nothing about credentials.
    bool is_refusal(int status, std::string_view error_type) const override {
        return status == 403 && (error_type.starts_with("ExpiredToken") || error_type.starts_with("UnrecognizedClient") ||
                                 error_type.starts_with("InvalidClientTokenId"));
    }

  protected:
    std::string head(std::string_view method, std::string_view path) const {
        std::string head(method);
        head.append(" ").append(place_.path).append(path).append(" HTTP/1.1\r\nhost: ").append(place_.authority);
        return head.append("\r\naccept-encoding: identity\r\nuser-agent: ").append(user_agent_).append("\r\n");
    }

  private:
    BaseUrl place_;
    std::string user_agent_;
};

class InstanceRole final : public RoleSource {
  public:
    using RoleSource::RoleSource;

    TokenRequest request(UnixSeconds) const override { return {head("PUT", session_path).append(session_lifetime), {}, session, Secret()}; }

    Result<TokenStep> read(const TokenRequest& asked, int status, std::string_view body, UnixSeconds) const override {
        if (auto fault = fault_of(status)) return std::move(*fault);
        switch (asked.step) {
            case session:
                if (!is_field_text(body) || body.empty()) return unexpected();
                return TokenStep(inquire("", roles, Secret(std::string(body))));
            case roles: {
                const std::string_view name = body.substr(0, body.find('\n'));
                const bool is_name =
                    !name.empty() && name.size() <= role_name_bytes_max && name.find_first_not_of(role_name_letters) == name.npos;
                if (!is_name) return unexpected();
                return TokenStep(inquire(name, credentials, asked.kept));
            }
            default: {
                Result<Token> token = read_role_credentials(body);
                if (!token) return token.error();
                return TokenStep(std::move(*token));
            }
        }
    }

  private:
    enum Step { session, roles, credentials };

    TokenRequest inquire(std::string_view role, Step step, Secret session_token) const {
        std::string inquiry = head("GET", std::string(roles_path).append(role));
        inquiry.append(session_field).append(": ").append(session_token.reveal()).append("\r\n");
        return {std::move(inquiry), {}, step, std::move(session_token)};
    }

    static Error unexpected() {
        return Error{
            .kind = ErrorKind::upstream_error, .source = ErrorSource::upstream, .message = "the metadata service answers something else"};
    }
};

class ContainerRole final : public RoleSource {
  public:
    ContainerRole(BaseUrl place, const Secret& authorization, std::string_view user_agent)
        : RoleSource(std::move(place), user_agent), authorization_(authorization) {}

    TokenRequest request(UnixSeconds) const override {
        std::string question = head("GET", place().path.empty() ? "/" : "");
        if (!authorization_.empty()) question.append("authorization: ").append(authorization_.reveal()).append("\r\n");
        return {std::move(question), {}, 0, Secret()};
    }

    Result<TokenStep> read(const TokenRequest&, int status, std::string_view body, UnixSeconds) const override {
        if (auto fault = fault_of(status)) return std::move(*fault);
        Result<Token> token = read_role_credentials(body);
        if (!token) return token.error();
        return TokenStep(std::move(*token));
    }

  private:
    Secret authorization_;
};

}  // namespace

Result<std::unique_ptr<const TokenSource>> make_instance_role_source(std::string_view url, std::string_view user_agent) {
    Result<BaseUrl> place = parse_base_url(url);
    if (!place) return bad_request("aws_role_url is no URL that can be asked");
    return std::unique_ptr<const TokenSource>(std::make_unique<InstanceRole>(std::move(*place), user_agent));
}

Result<std::unique_ptr<const TokenSource>> make_container_role_source(std::string_view url, const Secret& authorization,
                                                                      std::string_view user_agent) {
    Result<BaseUrl> place = parse_base_url(url);
    if (!place) return bad_request("aws_role_url is no URL that can be asked");
    if (!is_field_text(authorization.reveal())) return bad_request("aws_role_authorization holds bytes that no header may hold");
    return std::unique_ptr<const TokenSource>(std::make_unique<ContainerRole>(std::move(*place), authorization, user_agent));
}

}  // namespace parley::providers::aws
