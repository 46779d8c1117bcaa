// print.hpp: the answer to POST /v1/understanding.
#pragma once

#include <string>
#include <string_view>

#include "understanding/work.hpp"

namespace parley::understanding {

/// The transcript's own text stays as it is: what was rewritten stands beside it, in `formatted_text` and, where it was asked for,
/// `formatted_utterances`; `mapping` says what became of what.
///
/// work  once nothing is left to ask
std::string print_answer(const Work& work, std::string_view request_id);

}  // namespace parley::understanding
