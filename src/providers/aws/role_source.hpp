// role_source.hpp: where a machine or a container is given the credentials of its role.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "providers/token_source.hpp"

namespace parley::providers::aws {

/// The instance metadata service, version 2: a session first, then the role's name, then its credentials.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata" and "Retrieve security credentials
/// from instance metadata". `url`: where the service is, http://169.254.169.254. Errors: bad_request for a URL that is none.
Result<std::unique_ptr<const TokenSource>> make_instance_role_source(std::string_view url, std::string_view user_agent);

/// The endpoint that a container of ECS, or a pod of EKS, finds in its environment: one question.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider". `url`: AWS_CONTAINER_CREDENTIALS_FULL_URI, or
/// http://169.254.170.2 with AWS_CONTAINER_CREDENTIALS_RELATIVE_URI behind it; `authorization`: what is shown there, empty for nothing.
/// Errors: bad_request for a URL that is none, and for an authorization that no header may hold.
Result<std::unique_ptr<const TokenSource>> make_container_role_source(std::string_view url, const Secret& authorization,
                                                                      std::string_view user_agent);

}  // namespace parley::providers::aws
