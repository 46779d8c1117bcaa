#include "transcripts/read_transcript.hpp"

#include <utility>

#include "json/member_table.hpp"
#include "transcripts/field_reads.hpp"

namespace parley::transcripts {
namespace {

struct WordMembers {
    json::Value text, start, end, confidence, speaker, channel;
};
constexpr auto word_members = json::member_table<WordMembers>({
    {"text", &WordMembers::text},
    {"start", &WordMembers::start},
    {"end", &WordMembers::end},
    {"confidence", &WordMembers::confidence},
    {"speaker", &WordMembers::speaker},
    {"channel", &WordMembers::channel},
});

struct UtteranceMembers {
    json::Value text, start, end, confidence, speaker, channel, words, language_code;
};
constexpr auto utterance_members = json::member_table<UtteranceMembers>({
    {"text", &UtteranceMembers::text},
    {"start", &UtteranceMembers::start},
    {"end", &UtteranceMembers::end},
    {"confidence", &UtteranceMembers::confidence},
    {"speaker", &UtteranceMembers::speaker},
    {"channel", &UtteranceMembers::channel},
    {"words", &UtteranceMembers::words},
    {"language_code", &UtteranceMembers::language_code},
});

/// What a word and an utterance have in common.
template <class Spoken, class Members>
void read_spoken(const Members& members, Spoken& spoken, const Place& place, Faults& faults) {
    spoken.text = read_text(members.text, "text", place, faults);
    spoken.start_ms = read_moment(members.start, TimeUnit::milliseconds, "start", place, faults);
    spoken.end_ms = read_moment(members.end, TimeUnit::milliseconds, "end", place, faults);
    spoken.confidence = read_confidence(members.confidence, "confidence", place, faults);
    spoken.speaker = read_label(members.speaker, "speaker", place, faults);
    spoken.channel = read_label(members.channel, "channel", place, faults);
    if (spoken.end_ms < spoken.start_ms) faults.note(place, "end", "must not lie before start");
}

std::vector<Word> read_words(json::Value list, const Place& around, Faults& faults) {
    const json::Value found = read_list(list, "words", words_max, around, faults);
    std::vector<Word> words;
    words.reserve(found.size());
    for (const json::Value element : found.elements()) {
        const Place place{&around, "words", words.size()};
        read_spoken(word_members.read(element), words.emplace_back(), place, faults);
        if (faults.any()) break;
    }
    return words;
}

std::vector<Utterance> read_utterances(json::Value list, const Place& around, Faults& faults) {
    const json::Value found = read_list(list, "utterances", utterances_max, around, faults);
    std::vector<Utterance> utterances;
    utterances.reserve(found.size());
    std::size_t word_count = 0;
    for (const json::Value element : found.elements()) {
        const Place place{&around, "utterances", utterances.size()};
        const UtteranceMembers members = utterance_members.read(element);
        Utterance& utterance = utterances.emplace_back();
        read_spoken(members, utterance, place, faults);
        utterance.language = read_label(members.language_code, "language_code", place, faults);
        utterance.words = read_words(members.words, place, faults);
        word_count += utterance.words.size();
        if (word_count > words_max) faults.note(place, "words", "are more than " + std::to_string(words_max) + " in all");
        if (faults.any()) break;
    }
    return utterances;
}

void read_names(json::Value root, Transcript& transcript, Faults& faults) {
    const json::Value identification = root.find("speech_understanding").find("response").find("speaker_identification");
    const Place place{nullptr, "speech_understanding.response.speaker_identification.mapping"};
    for (const json::Member member : identification.find("mapping").members()) {
        if (transcript.names.size() == speakers_max) return faults.note(place, "", "names too many speakers");
        transcript.names[member.key.string()] = read_label(member.value, "", place, faults);
    }
}

void read_redaction(json::Value root, Transcript& transcript, Faults& faults) {
    const Place place{nullptr, "redact_pii_policies"};
    const json::Value policies = root.find("redact_pii_policies");
    if (policies.size() > policies_max) return faults.note(place, "", "holds too many policies");
    for (const json::Value policy : policies.elements()) transcript.redacted.push_back(read_label(policy, "", place, faults));
}

bool has_words(const std::vector<Utterance>& utterances) {
    for (const Utterance& utterance : utterances) {
        if (!utterance.words.empty()) return true;
    }
    return false;
}

}  // namespace

Result<Transcript> read_transcript(json::Value root) {
    const Place top;
    Faults faults;
    Transcript transcript;
    if (!root.is(json::Kind::object)) faults.note(top, "", "must be an object");
    const std::string status = read_text(root.find("status"), "status", top, faults);
    const std::optional<Status> known = status.empty() ? Status::completed : status_named(status);
    if (!known) faults.note(top, "status", "must be queued, processing, completed or error");
    transcript.status = known.value_or(Status::error);
    transcript.language = read_label(root.find("language_code"), "language_code", top, faults);
    transcript.utterances = read_utterances(root.find("utterances"), top, faults);
    // The words of the whole are those of its utterances once more.
    if (!has_words(transcript.utterances)) transcript.words = read_words(root.find("words"), top, faults);
    transcript.text = read_text(root.find("text"), "text", top, faults);
    if (root.find("text").is_missing()) transcript.text = joined_text(transcript.utterances);
    read_names(root, transcript, faults);
    read_redaction(root, transcript, faults);
    if (speaker_count(transcript) > speakers_max) {
        faults.note(top, "utterances", "must have at most " + std::to_string(speakers_max) + " speakers");
    }
    if (faults.any()) return faults.error();
    return transcript;
}

}  // namespace parley::transcripts
