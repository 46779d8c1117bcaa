// render.hpp: what a model gets to read of a transcript. Pure: the same transcript gives the same bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

enum class Form : std::uint8_t {
    text,                 // the plain text, as the public API has it
    speakers,             // "Speaker A: Harbour clinic, how can I help?", a line for each utterance
    speakers_timestamps,  // "[00:00:00.240-00:00:04.640] Speaker A: ...", with "(overlaps B)" where somebody was interrupted
    json,                 // {"utterances":[{"speaker","start_ms","end_ms","text","overlaps"}]}
    words,                // [{"text","start_ms","end_ms","speaker"}], in the order of time
    speaker_list,         // "Speaker A: 12 utterances, 00:01:04.640", a line for each speaker
};

/// Of `transcript_format`: text, speakers, speakers_timestamps, json.
std::optional<Form> form_named(std::string_view name);

/// The longest rendering.
inline constexpr std::size_t rendering_bytes_max = 16u << 20;

/// Lines end between utterances, not after the last. Line breaks and other control characters within an utterance become spaces
/// where a line is an utterance, so that nobody can speak a line of somebody else. Without utterances `speakers` and
/// `speakers_timestamps` are the plain text, `json` is {"text"}, `speaker_list` is empty.
///
/// Errors  too_large above rendering_bytes_max.
Result<std::string> render(const Transcript& transcript, Form form);

}  // namespace parley::transcripts
