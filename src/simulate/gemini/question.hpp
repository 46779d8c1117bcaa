// question.hpp: what a simulated Gemini reads from a request, and what it refuses.
//
// As strict as the real one where clients are known to go wrong: unknown names, empty turns, results that do not match their calls,
// and calls of the history without a signature.
// Source: Gemini API reference, "models.generateContent"; Gemini API docs, "Function calling", "Thought signatures".
#pragma once

#include "base/result.hpp"
#include "simulate/gemini/address.hpp"
#include "simulate/question.hpp"

namespace parley::simulate::gemini {

/// Errors: bad_request, with a message that names the field.
Result<Question> read_question(const Address& address, std::string_view body);

}  // namespace parley::simulate::gemini
