// print_transcript.hpp: a transcript as AssemblyAI's API would have written it: what importers make of other services' files is kept
// and shown in one shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/write.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// An object that read_transcript() reads as the same value. `id` is left out where it is empty.
std::string print_transcript(const Transcript& transcript, std::string_view id = {});

/// Writes the members of one utterance, its words included, and of one word.
void append_utterance(json::ObjectWriter& object, const Utterance& utterance);
void append_word(json::ObjectWriter& object, const Word& word);

/// Writes `confidence` where it is known, with the shortest digits that read as the same number.
void append_confidence(json::ObjectWriter& object, std::optional<double> confidence);

}  // namespace parley::transcripts
