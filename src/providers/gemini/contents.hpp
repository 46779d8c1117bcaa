// contents.hpp: the conversation, as `systemInstruction` and `contents`.
#pragma once

#include <string_view>

#include "json/write.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// Writes both members into `body`.
///
/// - Instructions at the beginning are one text, joined by blank lines; a model without a place for them finds them in front of the
///   first turn, and a request of nothing else becomes that turn.
/// - Results stand in a turn of their own, in the order of their calls and as many: the provider counts.
/// - The first turn and the last are the user's. Where they are not, the least is said that makes them so.
/// - A step that calls functions without a signature in its history says so, where the model insists on one.
///
/// more_instructions  plain text that is added to them; empty: none
/// Source: Gemini API docs, "Text generation", "Function calling", "Thought signatures".
void write_conversation(Draft& draft, json::ObjectWriter& body, std::string_view more_instructions);

}  // namespace parley::providers::gemini
