// passages.hpp: a talk in sentences, in paragraphs and in captions, each with its moments. Only what has moments can be told so: of a bare
// text there are none.
//
// Source: AssemblyAI API reference, "Get sentences", "Get paragraphs", "Get subtitles". Where a paragraph or a caption ends it does not
// say: that is ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// Words that belong together, of one speaker.
struct Passage {
    std::string text = {};
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    std::string speaker = {};
    std::string channel = {};
    std::optional<double> confidence = {};  // the mean of its words'
    std::vector<const Word*> words = {};    // of the transcript, which outlives it; none where it has none

    bool operator==(const Passage&) const = default;
};

/// Up to a full stop, or to the end of an utterance. Where there are no words, whole utterances.
std::vector<Passage> sentences_of(const Transcript& transcript);

/// Sentences of one speaker, up to five.
std::vector<Passage> paragraphs_of(const Transcript& transcript);

/// Sentences, cut between words where they have more than so many characters.
std::vector<Passage> captions_of(const Transcript& transcript, std::size_t characters_max);

enum class Subtitles : std::uint8_t { srt, vtt };

/// A file of captions, in UTF-8. What would be read as markup or as an arrow is not.
std::string print_subtitles(const Transcript& transcript, Subtitles form, std::size_t characters_max);

/// {"id", "confidence", "audio_duration", "sentences": [{"text", "start", "end", "confidence", "words", "speaker"}]}, and the same with
/// "paragraphs", which have no speaker.
std::string print_sentences(const Transcript& transcript, std::string_view id);
std::string print_paragraphs(const Transcript& transcript, std::string_view id);

}  // namespace parley::transcripts
