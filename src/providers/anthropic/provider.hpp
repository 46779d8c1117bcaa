// provider.hpp: Anthropic's Messages API.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "providers/provider.hpp"

namespace parley::providers::anthropic {

struct Options {
    std::string base_url;    // https://api.anthropic.com, with or without /v1
    Secret credential;       // empty for hosts that ask for none
    std::string user_agent;  // "parley/0.1.0"
    catalog::HostRules rules;
    std::shared_ptr<TokenCache> tokens = nullptr;  // at Vertex AI, in place of a credential
};

/// Errors: bad_request for a base URL, a beta's name or a credential that cannot stand in a request head. Never quotes the
/// credential.
Result<std::unique_ptr<Provider>> make_provider(const Options& options);

}  // namespace parley::providers::anthropic
