// loose_words.hpp: words that a service lists beside its utterances.
#pragma once

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// The same talk with such words in the utterances during which they were said: each in the last one that had begun. So a part of the
/// talk has its words.
Transcript with_words_in_utterances(Transcript transcript);

}  // namespace parley::transcripts
