// correction.hpp: what a model is told about an answer that broke its schema, before it is asked once more.
#pragma once

#include <string>
#include <vector>

#include "postprocess/held_answer.hpp"

namespace parley::postprocess {

/// A longer content is not shown to the model again: it costs tokens, and what is wrong with it is said anyway.
inline constexpr std::size_t shown_content_bytes_max = 16 * 1024;

/// JSON messages with commas between them, to stand behind the conversation: the content as the model's own message, then the
/// problems. Calls are not shown: every call would have to be answered, and these never were made.
std::string correction_of(const Answer& answer, const std::vector<std::string>& problems);

}  // namespace parley::postprocess
