// long_utterances.hpp: a lecture is one utterance. Where whole utterances are too long, they are read in pieces.
#pragma once

#include <cstddef>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// The same talk with no utterance longer than about `bytes_max` bytes: longer ones become several of the same speaker, cut behind a
/// sentence where one ends in the second half, else between words. Pieces begin and end with their words where these have times; where
/// there are no words each has the times of the whole.
Transcript with_utterances_within(Transcript transcript, std::size_t bytes_max);

}  // namespace parley::transcripts
