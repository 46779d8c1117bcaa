// call_ids.hpp: the ids of past calls as Anthropic takes them: letters, digits, `_` and `-`, and none twice in a request.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "providers/conversation.hpp"

namespace parley::providers::claude {

/// The longest id that is sent.
inline constexpr std::size_t call_id_bytes_max = 64;

/// An id for each call, in their order: the caller's own where it fits. Every other character becomes `_`, what is too long is
/// cut, and what is taken already gets `_2`, `_3` ... at its end. The same conversation always gets the same ids, which keeps
/// what is cached. Source: Anthropic API reference, "Create a message", tool_use; its error "`tool_use` ids must be unique".
std::vector<std::string> make_call_ids(const std::vector<PastCall>& calls);

}  // namespace parley::providers::claude
