// slices.hpp: a long talk in parts that follow each other, for a model that cannot read all of it at once.
#pragma once

#include <cstddef>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// About equally long parts, at most `count`, none of them empty: whole utterances in the order of time, pieces of those that
/// are longer than a slice; words where there are no utterances; the text, cut at spaces, where there are no words. Every part is a
/// transcript of its own, under the same names.
std::vector<Transcript> slices_of(const Transcript& transcript, std::size_t count);

}  // namespace parley::transcripts
