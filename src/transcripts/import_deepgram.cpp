#include <algorithm>
#include <utility>

#include "json/member_table.hpp"
#include "transcripts/field_reads.hpp"
#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

struct WordMembers {
    json::Value word, punctuated_word, start, end, confidence, speaker;
};
constexpr auto word_members = json::member_table<WordMembers>({
    {"word", &WordMembers::word},
    {"punctuated_word", &WordMembers::punctuated_word},
    {"start", &WordMembers::start},
    {"end", &WordMembers::end},
    {"confidence", &WordMembers::confidence},
    {"speaker", &WordMembers::speaker},
});

std::string read_speaker(json::Value speaker, const Place& place, Faults& faults) {
    if (speaker.is_missing()) return {};
    const std::optional<std::int64_t> number = speaker.integer();
    if (number && *number >= 0 && *number < static_cast<std::int64_t>(speakers_max)) {
        return speaker_label(static_cast<std::size_t>(*number));
    }
    faults.note(place, "speaker", "must be a number below " + std::to_string(speakers_max));
    return {};
}

std::vector<Word> read_words(json::Value list, const std::string& channel, const Place& around, Faults& faults) {
    std::vector<Word> words;
    for (const json::Value element : read_list(list, "words", words_max, around, faults).elements()) {
        const Place place{&around, "words", words.size()};
        const WordMembers members = word_members.read(element);
        Word& word = words.emplace_back();
        word.text = read_text(members.punctuated_word.is_missing() ? members.word : members.punctuated_word, "word", place, faults);
        word.start_ms = read_moment(members.start, TimeUnit::seconds, "start", place, faults);
        word.end_ms = read_moment(members.end, TimeUnit::seconds, "end", place, faults);
        word.confidence = read_confidence(members.confidence, "confidence", place, faults);
        word.speaker = read_speaker(members.speaker, place, faults);
        word.channel = channel;
        if (word.end_ms < word.start_ms) faults.note(place, "end", "must not lie before start");
        if (faults.any()) break;
    }
    return words;
}

Utterance read_utterance(json::Value element, bool several_channels, const Place& place, Faults& faults) {
    Utterance utterance;
    if (several_channels) {
        const std::optional<std::int64_t> channel = element.find("channel").integer();
        if (!channel || *channel < 0 || *channel > 255) faults.note(place, "channel", "must be a number below 256");
        utterance.channel = std::to_string(channel.value_or(0) + 1);
    }
    utterance.text = read_text(element.find("transcript"), "transcript", place, faults);
    utterance.start_ms = read_moment(element.find("start"), TimeUnit::seconds, "start", place, faults);
    utterance.end_ms = read_moment(element.find("end"), TimeUnit::seconds, "end", place, faults);
    utterance.confidence = read_confidence(element.find("confidence"), "confidence", place, faults);
    utterance.speaker = read_speaker(element.find("speaker"), place, faults);
    utterance.words = read_words(element.find("words"), utterance.channel, place, faults);
    if (utterance.end_ms < utterance.start_ms) faults.note(place, "end", "must not lie before start");
    return utterance;
}

/// The best alternative of each channel: its text, its language and its words.
void read_channels(json::Value channels, Transcript& transcript, std::vector<Word>& words, const Place& results, Faults& faults) {
    std::size_t at = 0;
    for (const json::Value channel : channels.elements()) {
        const Place place{&results, "channels", at++};
        const std::string name = channels.size() > 1 ? std::to_string(at) : std::string();
        const json::Value alternatives = read_list(channel.find("alternatives"), "alternatives", 100, place, faults);
        if (alternatives.size() == 0) continue;
        const json::Value best = *alternatives.elements().begin();
        const Place alternative{&place, "alternatives", 0};
        if (!transcript.text.empty()) transcript.text += '\n';
        transcript.text += read_text(best.find("transcript"), "transcript", alternative, faults);
        if (transcript.language.empty()) {
            transcript.language = read_label(channel.find("detected_language"), "detected_language", place, faults);
        }
        std::vector<Word> found = read_words(best.find("words"), name, alternative, faults);
        std::move(found.begin(), found.end(), std::back_inserter(words));
        if (faults.any()) return;
    }
}

bool are_told_apart(const std::vector<Word>& words) {
    return std::any_of(words.begin(), words.end(), [](const Word& word) { return !word.speaker.empty() || !word.channel.empty(); });
}

/// Channels come one after another: their words are put in the order of time first.
std::vector<Utterance> utterances_of_words(std::vector<Word> words) {
    std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.start_ms < b.start_ms; });
    return utterances_from(std::move(words));
}

}  // namespace

Result<Transcript> import_deepgram(std::string_view text) {
    Faults faults;
    json::Document document;
    if (document.parse(text)) {
        faults.note(Place{}, "", "is not valid JSON");
        return faults.error();
    }
    const json::Value found = document.root().find("results");
    const Place top;
    const Place results{nullptr, "results"};
    if (!found.is(json::Kind::object)) faults.note(top, "results", "must be an object");
    const json::Value channels = read_list(found.find("channels"), "channels", 256, results, faults);
    const json::Value utterances = read_list(found.find("utterances"), "utterances", utterances_max, results, faults);

    Transcript transcript;
    std::vector<Word> words;
    read_channels(channels, transcript, words, results, faults);
    for (const json::Value element : utterances.elements()) {
        const Place place{&results, "utterances", transcript.utterances.size()};
        transcript.utterances.push_back(read_utterance(element, channels.size() > 1, place, faults));
        if (faults.any()) break;
    }
    if (faults.any()) return faults.error();
    if (transcript.utterances.empty() && are_told_apart(words)) {
        transcript.utterances = utterances_of_words(std::move(words));
    } else if (transcript.utterances.empty()) {
        transcript.words = std::move(words);
    }
    if (speaker_count(transcript) > speakers_max) {
        faults.note(results, "", "must have at most " + std::to_string(speakers_max) + " speakers");
        return faults.error();
    }
    return transcript;
}

}  // namespace parley::transcripts
