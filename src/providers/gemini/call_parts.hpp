// call_parts.hpp: calls of the history and their results, as parts.
//
// Source: Gemini API docs, "Function calling", "Thought signatures".
#pragma once

#include <string_view>

#include "providers/conversation.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// {"functionCall": {...}}, with the signature (escaped; empty: none) beside it. Arguments become an object: what is no JSON object
/// stands in it as `value`, and nothing is {}.
void write_call(Draft& draft, std::string& out, const PastCall& call, std::string_view signature);

/// {"functionResponse": {...}}, named by the call that it answers. A text that is a JSON object is that object; any other stands in
/// one as `output`, and where nobody answered, `error` says so. Pictures and the like within a result become a problem.
void write_result(Draft& draft, std::string& out, const PastCall& call, const Piece& piece);

}  // namespace parley::providers::gemini
