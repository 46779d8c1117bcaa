// own_fields.hpp: what the gateway's own request fields may hold, of those that other rooms read.
#pragma once

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// Adds a problem for each of `transcript_id`, `transcript`, `transcript_format`, `transcript_window`, `cite`, `model_region` and
/// `zero_data_retention` that holds what it cannot. Absent and null ones ask for nothing.
void check_own_fields(const RequestMembers& members, Problems& problems);

}  // namespace parley::openai
