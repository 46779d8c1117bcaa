// function_names.hpp: names and ids of functions and their calls, which OpenAI and Gemini spell by different rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::providers::gemini {

/// OpenAI's names may begin with a digit or a dash, Gemini's only with a letter or an underscore: an underscore is put before such
/// a name, and before one that would otherwise look as if it had been. Nothing else is changed, so that the way back needs no
/// table. Both directions keep escapes: a name that needs them is no name on either side, and the provider will say so.
/// Source: Gemini API reference, "FunctionDeclaration"; OpenAI API reference, "Create chat completion", tools.
std::string to_gemini_name(std::string_view name);
std::string_view from_gemini_name(std::string_view name);

/// An id for a call to which the model gave none, as older ones do: `call_` and 24 letters and digits, the same for the same answer,
/// different in the next: ids that repeat would pair a later call with an earlier result.
std::string make_call_id(std::uint64_t answer_seed, std::uint32_t index, std::string_view name);

}  // namespace parley::providers::gemini
