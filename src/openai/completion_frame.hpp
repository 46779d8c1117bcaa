// completion_frame.hpp: what stands around the choices of a whole answer, whoever gave it.
#pragma once

#include <string>

#include "openai/completion.hpp"

namespace parley::openai {

/// Appends the body of a completion up to its choices; next comes the array.
void append_frame_begin(std::string& out, const CompletionFacts& facts);

/// Appends what follows the choices, all but the closing brace.
void append_frame_end(std::string& out, const Usage& usage, const CompletionFacts& facts);

}  // namespace parley::openai
