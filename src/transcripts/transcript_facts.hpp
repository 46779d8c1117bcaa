// transcript_facts.hpp: what a list tells of a transcript, which is noted beside its words.
#pragma once

#include <string>

#include "json/document.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// Longer addresses and errors are kept in the document, and not in lists.
inline constexpr std::size_t fact_bytes_max = 500;

struct TranscriptFacts {
    Status status = Status::completed;
    std::string audio_url = {};  // empty: none
    std::string error = {};      // why there are no words; empty: there are, or nobody said

    bool operator==(const TranscriptFacts&) const = default;
};

/// Of an object of AssemblyAI's shape. A status that nobody knows is none that a transcript gets out of: an error.
TranscriptFacts facts_of(json::Value document);

}  // namespace parley::transcripts
