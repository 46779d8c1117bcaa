// citations.hpp: what an answer quotes of a talk, and whether anybody said it. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// Of one answer; what comes behind is not looked at.
inline constexpr std::size_t citations_max = 100;
/// Fewer words between quotation marks are a name or a way of speaking, and no quote.
inline constexpr std::size_t quoted_words_min = 3;

/// The quotes of an answer, each once, in order. Of JSON the strings of members called `quote`, and those in lists called `quotes`,
/// wherever they stand; of any other text what stands between quotation marks ("", “”, „“, «») within a paragraph.
std::vector<std::string> quotes_in(std::string_view answer);

/// [{"quote":"...","found":true,"speaker":"A","start_ms":240,"end_ms":4640},{"quote":"...","found":false}]
///
/// Speaker and moments are there as far as the transcript knows them.
std::string print_citations(const Transcript& transcript, std::string_view answer);

}  // namespace parley::transcripts
