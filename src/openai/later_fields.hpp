// later_fields.hpp: the gateway's own request fields, which other rooms read: what they may hold. A request that asks for what Parley
// does not serve yet is refused, never half served.
#pragma once

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// Adds a problem for each field that asks for something. Absent, null and empty ones ask for nothing. The public API's own
/// rules for these fields are checked first, so that a wrong value is told as it will be told later.
void check_later_fields(const RequestMembers& members, Problems& problems);

}  // namespace parley::openai
