// field_checks.hpp: the fields of a request that have a type and bounds, and nothing more to them.
#pragma once

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// Sequences at which an answer may be told to stop. OpenAI takes 4; some hosts take more.
inline constexpr std::size_t stop_sequences_max = 16;

/// As far as a token can be banned or forced. Source: OpenAI API reference, "Create chat completion".
inline constexpr double logit_bias_most = 100;

/// Types and bounds of sampling, thinking and bookkeeping fields. Null is the same as absent; what a field does at a host that
/// does not have it is decided there. Source: OpenAI API reference, "Create chat completion".
void check_fields(const RequestMembers& members, Problems& problems);

}  // namespace parley::openai
