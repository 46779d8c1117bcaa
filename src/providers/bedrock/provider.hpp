// provider.hpp: the models behind Amazon Bedrock, asked through its Converse API.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "providers/aws/sigv4.hpp"
#include "providers/provider.hpp"

namespace parley::providers::bedrock {

struct Options {
    std::string base_url;                          // https://bedrock-runtime.{region}.amazonaws.com
    Secret key;                                    // a Bedrock API key, shown as it is; empty where requests are signed
    aws::Credentials credentials;                  // what requests are signed with; without an access key none is
    std::shared_ptr<TokenCache> tokens = nullptr;  // of a role, in place of credentials
    std::string aws_region;                        // of the signature; empty: the one in base_url
    std::string user_agent;                        // "parley/0.1.0"
    catalog::HostRules rules;
};

/// Errors: bad_request for a base URL or a credential that cannot stand in a request head, for both kinds of credentials at once or
/// half of one, and for a region that nobody has named. Never quotes a credential.
Result<std::unique_ptr<Provider>> make_provider(const Options& options);

}  // namespace parley::providers::bedrock
