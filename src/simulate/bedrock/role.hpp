// role.hpp: where a simulated machine or container is given the credentials of its role, for Bedrock.
//
//   PUT /latest/api/token, then GET /latest/meta-data/iam/security-credentials/[NAME]   a machine's metadata service, version 2
//   GET /container/role                                                                 a container's endpoint
//
// Behind any prefix, so that one simulator can misbehave in several ways: /short gives credentials for a minute, /down is in trouble,
// /none has no role.
//
// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service" and "Retrieve security credentials from instance metadata"; AWS SDKs
// and Tools Reference Guide, "Container credential provider".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/request_head.hpp"

namespace parley::simulate::bedrock {

struct RoleAnswer {
    int status = 200;
    std::string body;
};

bool is_role_path(std::string_view path);

/// `now`: unix seconds.
RoleAnswer answer_role(const http::RequestHead& head, std::int64_t now);

/// What a container must show; the endpoint of a real one names a file that holds it.
inline constexpr std::string_view container_authorization = "simulated-container";

}  // namespace parley::simulate::bedrock
