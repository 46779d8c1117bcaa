// response_format_check.hpp: the form that a caller wants the answer in.
#pragma once

#include "json/document.hpp"
#include "openai/problems.hpp"

namespace parley::openai {

/// Every problem begins with `response_format is invalid:`. The schema itself is the provider's to judge: nothing in it is
/// followed or fetched. Source: AssemblyAI docs, "Structured outputs".
void check_response_format(json::Value format, Problems& problems);

}  // namespace parley::openai
