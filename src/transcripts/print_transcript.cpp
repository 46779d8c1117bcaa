#include "transcripts/print_transcript.hpp"

#include <array>
#include <charconv>

#include "json/write.hpp"

namespace parley::transcripts {
namespace {

template <class Spoken>
void append_spoken(json::ObjectWriter& object, const Spoken& spoken) {
    object.string("text", spoken.text);
    object.integer("start", spoken.start_ms);
    object.integer("end", spoken.end_ms);
    append_confidence(object, spoken.confidence);
    if (spoken.speaker.empty()) {
        object.null("speaker");
    } else {
        object.string("speaker", spoken.speaker);
    }
    if (!spoken.channel.empty()) object.string("channel", spoken.channel);
}

void append_words(std::string& out, const std::vector<Word>& words) {
    out += '[';
    for (const Word& word : words) {
        if (&word != &words.front()) out += ',';
        json::ObjectWriter object(out);
        append_word(object, word);
        object.close();
    }
    out += ']';
}

void append_utterances(std::string& out, const std::vector<Utterance>& utterances) {
    out += '[';
    for (const Utterance& utterance : utterances) {
        if (&utterance != &utterances.front()) out += ',';
        json::ObjectWriter object(out);
        append_utterance(object, utterance);
        object.close();
    }
    out += ']';
}

void append_names(std::string& out, const std::map<std::string, std::string>& names) {
    json::ObjectWriter understanding(out);
    json::ObjectWriter response(understanding.key("response"));
    json::ObjectWriter identification(response.key("speaker_identification"));
    json::ObjectWriter mapping(identification.key("mapping"));
    for (const auto& [label, name] : names) json::append_string(mapping.foreign_key(label), name);
    mapping.close();
    identification.close();
    response.close();
    understanding.close();
}

void append_redaction(json::ObjectWriter& object, const std::vector<std::string>& policies) {
    object.boolean("redact_pii", true);
    std::string& list = object.key("redact_pii_policies");
    list += '[';
    for (const std::string& policy : policies) {
        if (&policy != &policies.front()) list += ',';
        json::append_string(list, policy);
    }
    list += ']';
}

}  // namespace

void append_confidence(json::ObjectWriter& object, std::optional<double> confidence) {
    if (!confidence) return;
    std::array<char, 32> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), *confidence).ptr;
    object.raw("confidence", std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void append_word(json::ObjectWriter& object, const Word& word) { append_spoken(object, word); }

void append_utterance(json::ObjectWriter& object, const Utterance& utterance) {
    append_spoken(object, utterance);
    if (!utterance.language.empty()) object.string("language_code", utterance.language);
    append_words(object.key("words"), utterance.words);
}

std::string print_transcript(const Transcript& transcript, std::string_view id) {
    std::string out;
    json::ObjectWriter object(out);
    if (!id.empty()) object.string("id", id);
    object.string("status", to_string(transcript.status));
    object.string("text", transcript.text);
    if (!transcript.language.empty()) object.string("language_code", transcript.language);
    if (transcript.utterances.empty()) {
        object.null("utterances");
    } else {
        append_utterances(object.key("utterances"), transcript.utterances);
    }
    if (transcript.words.empty()) {
        object.null("words");
    } else {
        append_words(object.key("words"), transcript.words);
    }
    if (!transcript.redacted.empty()) append_redaction(object, transcript.redacted);
    if (!transcript.names.empty()) append_names(object.key("speech_understanding"), transcript.names);
    object.close();
    return out;
}

}  // namespace parley::transcripts
