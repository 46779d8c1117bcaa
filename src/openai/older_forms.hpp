// older_forms.hpp: requests as clients wrote them years ago, in today's form. Calls were `functions` and
// `function_call` before they were tools, and items of their own among the messages before March 2026
// (legacy_items.hpp).
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::openai {

/// The body `root` (a request that has been checked) with:
/// - `functions` as `tools` and `function_call` as `tool_choice`, unless those are there too and win;
/// - an assistant's `function_call` as a call with an id made from its place, and the `function` message that answers
/// it as a
///   `tool` message with that id;
/// - legacy items as messages.
/// Everything else is copied byte for byte. Nullopt when nothing of this is there.
/// Sources: OpenAI API reference, "Create chat completion", the deprecated fields; legacy_items.hpp.
std::optional<std::string> rewrite_older_forms(const json::Document& document);

}  // namespace parley::openai
