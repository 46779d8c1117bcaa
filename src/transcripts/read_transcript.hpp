// read_transcript.hpp: a transcript as AssemblyAI's API writes it.
#pragma once

#include "base/result.hpp"
#include "json/document.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// Reads a transcript object: `status` (completed where it is absent), `text`, `language_code`, `utterances[]` and `words[]` with
/// `text`, `start`, `end` (milliseconds), `confidence`, `speaker`, `channel`; names of identified speakers from
/// `speech_understanding.response.speaker_identification.mapping`. Where `text` is absent it is that of the utterances. Every other
/// field is nobody's mistake.
///
/// `unredacted_text`, `unredacted_words` and `unredacted_utterances` are never looked at: what somebody had taken out stays out.
///
/// Errors  bad_request, "invalid transcript", the field and what is wrong with it in `problems`: the first mistake found.
/// Source  AssemblyAI API reference, "Get transcript".
Result<Transcript> read_transcript(json::Value root);

}  // namespace parley::transcripts
