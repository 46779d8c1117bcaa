// legacy_items.hpp: history written before March 2026, when calls and their results were items of their own among the
// messages. Source: AssemblyAI docs, "Tool calling", as they stood until 12 March 2026.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::openai {

/// The array `messages` (checked by check_messages) in today's form: neighbouring `function_call` items become one
/// assistant message with `tool_calls`, each `function_call_output` a `tool` message. Everything else is copied byte
/// for byte. Nullopt when there is no such item and the array can stay as it is.
std::optional<std::string> rewrite_legacy_items(json::Value messages);

}  // namespace parley::openai
