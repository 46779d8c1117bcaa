// tools.hpp: the functions that a model may call, and whether it must.
#pragma once

#include "json/write.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// Writes `tools`, all functions in one entry, and `toolConfig` where the caller chose. Nothing when there are no tools: a choice
/// without them is refused. A function that takes nothing has no parameters. Tools of type `custom`, whose arguments are free text,
/// become a problem.
/// Source: Gemini API reference, "FunctionDeclaration", "FunctionCallingConfig".
void write_tools(Draft& draft, json::ObjectWriter& body);

}  // namespace parley::providers::gemini
