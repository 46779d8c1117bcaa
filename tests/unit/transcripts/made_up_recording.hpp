// made_up_recording.hpp: recordings of any length, from a seed: several speakers who interrupt each other. The same seed gives the
// same recording.
#pragma once

#include "base/random.hpp"
#include "transcripts/transcript.hpp"

namespace parley::tests {

struct RecordingWish {
    std::uint64_t seed = 1;
    std::int64_t length_ms = 60'000;
    std::uint64_t speakers = 3;
    std::uint64_t channels = 1;
};

transcripts::Transcript made_up_recording(const RecordingWish& wish);

}  // namespace parley::tests
