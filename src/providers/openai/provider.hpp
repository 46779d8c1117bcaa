// provider.hpp: OpenAI, and every host that speaks its chat completions.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "providers/provider.hpp"

namespace parley::providers::openai_dialect {

struct Options {
    std::string base_url;     // https://api.openai.com/v1
    Secret credential;        // empty for hosts that ask for none
    std::string user_agent;   // "parley/0.1.0"
    std::string api_version;  // Azure's query of that name; empty: none is sent
    catalog::HostRules rules;
};

/// Errors: bad_request for a base URL, a version or a credential that cannot stand in a request head. Never quotes the
/// credential.
Result<std::unique_ptr<Provider>> make_provider(const Options& options);

}  // namespace parley::providers::openai_dialect
