// role_credentials.hpp: the credentials of a role, as AWS gives them out and as a TokenCache keeps them: three texts that expire
// together, in one.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "providers/aws/sigv4.hpp"
#include "providers/token_source.hpp"

namespace parley::providers::aws {

/// `json`: {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}, which both kinds of endpoints answer.
///
/// Source: Amazon EC2 User Guide, "Retrieve security credentials from instance metadata"; Amazon ECS Developer Guide, "Task IAM role".
/// Errors: upstream_error for what is no such answer, and unauthenticated where it says that there are none; they quote none of it.
Result<Token> read_role_credentials(std::string_view json);

/// What stands in such a token.
Credentials credentials_in(const Secret& token);

}  // namespace parley::providers::aws
