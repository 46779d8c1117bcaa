// anthropic_question.hpp: what a simulated upstream reads from a request to Anthropic's Messages API.
#pragma once

#include "simulate/question.hpp"

namespace parley::simulate {

/// Reads a request body and holds it against the rules that anthropic_rules.hpp knows. Errors: bad_request, in the words of the
/// real API where it is known for them. Source: Anthropic API reference, "Create a message".
Result<Question> read_anthropic_question(std::string_view body);

}  // namespace parley::simulate
