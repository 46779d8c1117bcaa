// turns.hpp: utterances in the order of time, each with those that were still being said when it began.
#pragma once

#include <string>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// One utterance at its place in the talk.
struct Turn {
    const Utterance* utterance = nullptr;    // of the transcript, which outlives this
    std::size_t speaker = 0;                 // of Talk::speakers
    std::vector<std::size_t> overlaps = {};  // speakers who had not ended, in the order in which they began
};

/// Who somebody is: a label means one speaker in each channel.
struct Speaker {
    std::string label;  // as data has it: "A", "1B", an identified name; empty: nobody knows
    std::string name;   // as a line has it: "Speaker A", "Channel 1", the identified name; empty: nobody knows
    std::size_t utterances = 0;
    std::int64_t spoken_ms = 0;
};

struct Talk {
    std::vector<Speaker> speakers;  // in the order in which they first spoke
    std::vector<Turn> turns;        // by start; those that begin together in the order of the file
};

/// Every utterance once. An overlap is an utterance that starts before an earlier one of another speaker ended.
Talk talk_of(const Transcript& transcript);

/// An identified name; or the service's label, behind the channel's where letters are given out in each channel anew; or the channel.
std::string label_of(const Transcript& transcript, const std::string& speaker, const std::string& channel);

/// An identified name as it is, a label of diarization (A, 2, 1B) as "Speaker A", a channel without a speaker of its own as
/// "Channel 1", any other label as it is.
std::string shown_name(const Transcript& transcript, const std::string& speaker, const std::string& channel);

}  // namespace parley::transcripts
