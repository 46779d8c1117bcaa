#include "server/compose_providers.hpp"

#include "base/version.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/gemini/provider.hpp"
#include "providers/openai/provider.hpp"

namespace parley::server {
namespace {

std::string url_text(const config::BaseUrl& url) {
    return (url.scheme == config::BaseUrl::Scheme::https ? "https://" : "http://") + url.authority() + url.path;
}

}  // namespace

Result<std::unique_ptr<providers::Provider>> compose_provider(const config::Provider& provider) {
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
            };
            return providers::anthropic::make_provider(options);
        }
        case config::Dialect::gemini: {
            const providers::gemini::Options options{
                .base_url = url_text(provider.base_url),
                .credential = provider.credential,
                .user_agent = "parley/" + std::string(version()),
                .rules = provider.rules,
            };
            return providers::gemini::make_provider(options);
        }
    }
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = "unknown dialect"};
}

}  // namespace parley::server
