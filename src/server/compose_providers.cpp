#include "server/compose_providers.hpp"

#include "base/version.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/aws/role_source.hpp"
#include "providers/bedrock/provider.hpp"
#include "providers/gemini/provider.hpp"
#include "providers/google/service_account.hpp"
#include "providers/openai/provider.hpp"

namespace parley::server {
namespace {

std::string url_text(const config::BaseUrl& url) {
    return (url.scheme == config::BaseUrl::Scheme::https ? "https://" : "http://") + url.authority() + url.path;
}

/// Where every machine of AWS is told about itself. Source: Amazon EC2 User Guide, "Access instance metadata for an EC2 instance".
constexpr std::string_view metadata_service = "http://169.254.169.254";

Result<std::unique_ptr<const providers::TokenSource>> compose_token_source(const config::Provider& provider) {
    const std::string user_agent = "parley/" + std::string(version());
    const std::string role_url = provider.aws_role_url.host.empty() ? std::string(metadata_service) : url_text(provider.aws_role_url);
    switch (provider.aws_role) {
        case config::AwsRole::instance: return providers::aws::make_instance_role_source(role_url, user_agent);
        case config::AwsRole::container:
            return providers::aws::make_container_role_source(role_url, provider.aws_role_authorization, user_agent);
        case config::AwsRole::none: break;
    }
    return providers::google::make_token_source(provider.service_account.reveal(), user_agent);
}

/// Null where no tokens are fetched.
Result<std::shared_ptr<providers::TokenCache>> compose_tokens(const config::Provider& provider) {
    if (provider.service_account.empty() && provider.aws_role == config::AwsRole::none) return std::shared_ptr<providers::TokenCache>();
    auto source = compose_token_source(provider);
    if (!source) return source.error();
    return std::make_shared<providers::TokenCache>(std::move(*source));
}

}  // namespace

Result<std::unique_ptr<providers::Provider>> compose_provider(const config::Provider& provider) {
    const Result<std::shared_ptr<providers::TokenCache>> tokens = compose_tokens(provider);
    if (!tokens) return tokens.error();
    switch (provider.dialect) {
        case config::Dialect::openai: {
            const providers::openai_dialect::Options options{
                .base_url = url_text(provider.base_url),
                .credential = provider.credential,
                .user_agent = "parley/" + std::string(version()),
                .api_version = provider.api_version,
                .rules = provider.rules,
            };
            return providers::openai_dialect::make_provider(options);
        }
        case config::Dialect::anthropic: {
            const providers::anthropic::Options options{
                .base_url = url_text(provider.base_url),
                .credential = provider.credential,
                .user_agent = "parley/" + std::string(version()),
                .rules = provider.rules,
                .tokens = *tokens,
            };
            return providers::anthropic::make_provider(options);
        }
        case config::Dialect::gemini: {
            const providers::gemini::Options options{
                .base_url = url_text(provider.base_url),
                .credential = provider.credential,
                .user_agent = "parley/" + std::string(version()),
                .rules = provider.rules,
                .tokens = *tokens,
            };
            return providers::gemini::make_provider(options);
        }
        case config::Dialect::bedrock: {
            const providers::bedrock::Options options{
                .base_url = url_text(provider.base_url),
                .key = provider.credential,
                .credentials = {provider.access_key_id, provider.secret_access_key, provider.session_token},
                .tokens = *tokens,
                .aws_region = provider.aws_region,
                .user_agent = "parley/" + std::string(version()),
                .rules = provider.rules,
            };
            return providers::bedrock::make_provider(options);
        }
    }
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = "unknown dialect"};
}

}  // namespace parley::server
