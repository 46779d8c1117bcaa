// later_fields.hpp: request fields of the public API that Parley does not serve yet. A request that asks for them is refused,
// never half served.
#pragma once

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// Adds a problem for each field that asks for something. Absent, null and empty ones ask for nothing. The public API's own
/// rules for these fields are checked first, so that a wrong value is told as it will be told later.
void check_later_fields(const RequestMembers& members, Problems& problems);

}  // namespace parley::openai
