// fallbacks.hpp: who else may answer a request: its fields `fallbacks` and `fallback_config`, and the request that each fallback
// stands for.
//
// Source: AssemblyAI docs, "Fallbacks": an entry names a model and overrides any field of the request; what it does not name is
// inherited. What is done with entries that hold fallbacks themselves, or `stream`, is ours: the answer's form and whom to ask are
// settled by the request.
#pragma once

#include <cstddef>
#include <string>

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

inline constexpr std::size_t fallback_depth_max = 2;

struct FallbackConfig {
    bool retry = true;      // what fails for a reason that may pass is asked once more
    std::size_t depth = 1;  // how many of the fallbacks may be tried
    bool resume = false;    // a stream that breaks off is gone on with by another call; ours
};

/// Types and bounds, in the words of the public API. Null is the same as absent.
void check_fallbacks(const RequestMembers& members, Problems& problems);

/// Of a request that passed the check.
FallbackConfig read_fallback_config(const RequestMembers& members);

/// Whether the entry changes more of the request than its model.
bool overrides_fields(json::Value entry);

/// The body of the request that `entry` stands for: that of `request`, with the entry's fields in the place of its own. A field
/// that says the same by another name (`prompt` and `messages`, `max_tokens` and `max_completion_tokens` ...) gives way, too.
///
/// request  the root of a request that passed its checks; entry  one of its fallbacks
std::string fallback_body(json::Value request, json::Value entry);

}  // namespace parley::openai
