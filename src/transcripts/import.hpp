// import.hpp: transcripts in the words of other services, and subtitles.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// AssemblyAI's object, as read_transcript() takes it.
Result<Transcript> import_assemblyai(std::string_view json);

/// Deepgram's answer: its utterances where there are some, else its words put together by speaker. Speaker 0 becomes A. With several
/// channels each word has one, counted from 1. Source: Deepgram API reference, "Pre-recorded audio".
Result<Transcript> import_deepgram(std::string_view json);

/// OpenAI's `verbose_json` and `diarized_json`, and Whisper's own files: segments become utterances.
/// Source: OpenAI API reference, "Create transcription".
Result<Transcript> import_openai(std::string_view json);

/// WebVTT: a cue is an utterance, and its first voice span names the speaker; other markup is left out.
/// Source: W3C, "WebVTT: The Web Video Text Tracks Format".
Result<Transcript> import_webvtt(std::string_view text);

/// SubRip: a cue is an utterance.
Result<Transcript> import_subrip(std::string_view text);

/// Any of them, told apart by what they hold.
Result<Transcript> import_any(std::string_view text);

}  // namespace parley::transcripts
