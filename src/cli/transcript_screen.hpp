// transcript_screen.hpp: a transcript for people: who said what, when, and who spoke into whose words.
#pragma once

#include <string>

#include "transcripts/transcript.hpp"

namespace parley::cli {

/// A line for each utterance, in the order of time, with a mark where it overlaps another; the plain text where speakers were not told
/// apart. Each speaker has a colour of their own where there are colours. Control characters are shown, not obeyed.
std::string print_talk(const transcripts::Transcript& transcript, bool colours);

}  // namespace parley::cli
