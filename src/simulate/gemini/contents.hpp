// contents.hpp: the turns of a conversation, as a simulated Gemini checks them.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "json/document.hpp"
#include "simulate/question.hpp"

namespace parley::simulate::gemini {

/// Reads `contents` into the question. Errors: bad_request, with a message that names the turn.
std::optional<Error> read_contents(json::Value contents, Question& question);

Error refuse(std::string message);

/// All texts among the parts of a turn.
std::string text_of(json::Value turn);

}  // namespace parley::simulate::gemini
