#include <utility>

#include "transcripts/field_reads.hpp"
#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

/// Whisper begins every segment and word with a space.
std::string without_space_in_front(std::string text) {
    const std::size_t begin = text.find_first_not_of(' ');
    text.erase(0, begin == std::string::npos ? text.size() : begin);
    return text;
}

std::vector<Word> read_words(json::Value list, const Place& around, Faults& faults) {
    std::vector<Word> words;
    for (const json::Value element : read_list(list, "words", words_max, around, faults).elements()) {
        const Place place{&around, "words", words.size()};
        Word& word = words.emplace_back();
        word.text = without_space_in_front(read_text(element.find("word"), "word", place, faults));
        word.start_ms = read_moment(element.find("start"), TimeUnit::seconds, "start", place, faults);
        word.end_ms = read_moment(element.find("end"), TimeUnit::seconds, "end", place, faults);
        word.confidence = read_confidence(element.find("probability"), "probability", place, faults);
        if (word.end_ms < word.start_ms) faults.note(place, "end", "must not lie before start");
        if (faults.any()) break;
    }
    return words;
}

Utterance read_segment(json::Value segment, const Place& place, Faults& faults) {
    Utterance utterance;
    utterance.text = without_space_in_front(read_text(segment.find("text"), "text", place, faults));
    utterance.start_ms = read_moment(segment.find("start"), TimeUnit::seconds, "start", place, faults);
    utterance.end_ms = read_moment(segment.find("end"), TimeUnit::seconds, "end", place, faults);
    utterance.speaker = read_label(segment.find("speaker"), "speaker", place, faults);
    utterance.words = read_words(segment.find("words"), place, faults);
    if (utterance.end_ms < utterance.start_ms) faults.note(place, "end", "must not lie before start");
    return utterance;
}

bool has_words(const Transcript& transcript) {
    for (const Utterance& utterance : transcript.utterances) {
        if (!utterance.words.empty()) return true;
    }
    return false;
}

}  // namespace

Result<Transcript> import_openai(std::string_view text) {
    Faults faults;
    const Place top;
    json::Document document;
    if (document.parse(text)) {
        faults.note(top, "", "is not valid JSON");
        return faults.error();
    }
    const json::Value root = document.root();
    Transcript transcript;
    transcript.language = read_label(root.find("language"), "language", top, faults);
    for (const json::Value segment : read_list(root.find("segments"), "segments", utterances_max, top, faults).elements()) {
        const Place place{&top, "segments", transcript.utterances.size()};
        transcript.utterances.push_back(read_segment(segment, place, faults));
        if (faults.any()) break;
    }
    transcript.text = without_space_in_front(read_text(root.find("text"), "text", top, faults));
    if (root.find("text").is_missing()) transcript.text = joined_text(transcript.utterances);
    if (!has_words(transcript)) transcript.words = read_words(root.find("words"), top, faults);
    if (speaker_count(transcript) > speakers_max) {
        faults.note(top, "segments", "must have at most " + std::to_string(speakers_max) + " speakers");
    }
    if (faults.any()) return faults.error();
    return transcript;
}

}  // namespace parley::transcripts
