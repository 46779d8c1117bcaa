// ending.hpp: why an answer of Gemini's ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "openai/events.hpp"

namespace parley::providers::gemini {

/// What a `finishReason` means. `unclear` is an end like any other when something was said, and a failure when nothing was.
enum class Ending : std::uint8_t { stop, length, content_filter, failed, unclear };

/// A word that nobody knows yet is unclear. Source: Gemini API reference, "FinishReason".
Ending read_ending(std::string_view native);

/// Of an ending that is no failure.
openai::FinishReason to_finish_reason(Ending ending);

/// The word of an answer that failed, as an error code: "malformed_function_call".
std::string to_error_code(std::string_view native);

}  // namespace parley::providers::gemini
