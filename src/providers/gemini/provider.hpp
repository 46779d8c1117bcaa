// provider.hpp: Google's Gemini, at the Gemini API and at Vertex AI.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "providers/provider.hpp"

namespace parley::providers::gemini {

struct Options {
    std::string base_url;    // see endpoint.hpp
    Secret credential;       // a key, or with Auth::bearer a token of Google's; empty: none is shown
    std::string user_agent;  // "parley/0.1.0"
    catalog::HostRules rules;
    std::shared_ptr<TokenCache> tokens = nullptr;  // at Vertex AI, in place of a credential
};

/// Errors: bad_request for a base URL or a credential that cannot stand in a request head. Never quotes the credential.
Result<std::unique_ptr<Provider>> make_provider(const Options& options);

}  // namespace parley::providers::gemini
