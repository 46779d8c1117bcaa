// message_check.hpp: the shape of `messages`, as far as the gateway answers for it. The rest is the provider's to
// judge.
#pragma once

#include <cstddef>

#include "json/document.hpp"
#include "openai/part_check.hpp"
#include "openai/problems.hpp"

namespace parley::openai {

/// More messages than any conversation has; what lies beyond is an attack on memory.
constexpr std::size_t messages_max = 16'384;

/// Checks that every element of the array `messages` is an object with a known `role`, or one of the two history items
/// without a role that clients wrote before March 2026 (`function_call`, `function_call_output`); that `content` is a
/// string, an array of typed parts, null or absent; that calls have an id and a name; and that a `tool` message answers a
/// call that was made before it. Notes in `parts` what there is beside text.
void check_messages(json::Value messages, ConversationParts& parts, Problems& problems);

/// Whether `message` is such an item of older history.
bool is_legacy_item(json::Value message);

}  // namespace parley::openai
