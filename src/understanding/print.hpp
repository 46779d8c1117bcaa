// print.hpp: the answer to POST /v1/understanding.
#pragma once

#include <string>
#include <string_view>

#include "transcripts/transcript.hpp"
#include "understanding/request.hpp"

namespace parley::understanding {

/// The transcript's own text stays as it is: what was rewritten stands beside it, in `formatted_text` and, where it was asked for,
/// `formatted_utterances`; `mapping` says what became of what.
std::string print_answer(const Request& request, const transcripts::Transcript& transcript, std::string_view request_id);

}  // namespace parley::understanding
