// generation_config.hpp: length, sampling, thinking and form of the answer, as `generationConfig`.
#pragma once

#include <string>

#include "json/write.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// Stop sequences beyond these are refused; the first ones are kept. Source: Gemini API reference, "GenerationConfig".
inline constexpr std::size_t stop_sequences_most = 5;

/// Writes `generationConfig`. Fields that cannot be said are named in `draft.dropped`.
///
/// The limit of the answer includes thinking: where the caller asks for some, the limit grows by what that may take, so that the
/// caller's limit remains the answer's.
/// Source: Gemini API reference, "GenerationConfig", "ThinkingConfig".
void write_generation_config(Draft& draft, json::ObjectWriter& body);

/// What older models are told in words: they take no form of the answer while there are tools. Empty where the form is told in
/// `generationConfig`, or none is wanted.
std::string form_instruction(const Draft& draft);

}  // namespace parley::providers::gemini
