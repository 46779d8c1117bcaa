#include "transcripts/transcript.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace parley::transcripts {
namespace {

constexpr std::array<std::string_view, 4> status_names = {"queued", "processing", "completed", "error"};
constexpr std::size_t letters = 26;

void append_words(const std::vector<Word>& words, std::vector<const Word*>& into) {
    for (const Word& word : words) into.push_back(&word);
}

std::size_t memory_bytes(const std::vector<Word>& words) {
    std::size_t bytes = words.capacity() * sizeof(Word);
    for (const Word& word : words) bytes += word.text.size() + word.speaker.size() + word.channel.size();
    return bytes;
}

}  // namespace

std::string_view to_string(Status status) { return status_names[static_cast<std::size_t>(status)]; }

std::optional<Status> status_named(std::string_view name) {
    const auto found = std::find(status_names.begin(), status_names.end(), name);
    if (found == status_names.end()) return std::nullopt;
    return static_cast<Status>(found - status_names.begin());
}

std::vector<const Word*> words_in_order(const Transcript& transcript) {
    std::vector<const Word*> words;
    append_words(transcript.words, words);
    for (const Utterance& utterance : transcript.utterances) append_words(utterance.words, words);
    std::stable_sort(words.begin(), words.end(), [](const Word* a, const Word* b) { return a->start_ms < b->start_ms; });
    return words;
}

std::string joined_text(const std::vector<Utterance>& utterances) {
    std::string text;
    for (const Utterance& utterance : utterances) {
        if (!text.empty() && !utterance.text.empty()) text += ' ';
        text += utterance.text;
    }
    return text;
}

std::vector<Utterance> utterances_from(std::vector<Word> words) {
    std::vector<Utterance> utterances;
    for (Word& word : words) {
        const bool goes_on = !utterances.empty() && utterances.back().speaker == word.speaker && utterances.back().channel == word.channel;
        if (!goes_on) {
            Utterance begun;
            begun.speaker = word.speaker;
            begun.channel = word.channel;
            begun.start_ms = word.start_ms;
            utterances.push_back(std::move(begun));
        }
        Utterance& utterance = utterances.back();
        if (!utterance.text.empty()) utterance.text += ' ';
        utterance.text += word.text;
        utterance.end_ms = std::max(utterance.end_ms, word.end_ms);
        utterance.words.push_back(std::move(word));
    }
    return utterances;
}

std::size_t speaker_count(const Transcript& transcript) {
    std::set<std::pair<std::string_view, std::string_view>> speakers;
    for (const Utterance& utterance : transcript.utterances) speakers.emplace(utterance.channel, utterance.speaker);
    return speakers.size();
}

std::string speaker_label(std::size_t number) {
    std::string label;
    for (std::size_t left = number + 1; left > 0; left = (left - 1) / letters) {
        label.insert(label.begin(), static_cast<char>('A' + (left - 1) % letters));
    }
    return label;
}

std::size_t memory_bytes(const Transcript& transcript) {
    std::size_t bytes = sizeof(Transcript) + transcript.text.size() + memory_bytes(transcript.words);
    for (const Utterance& utterance : transcript.utterances) {
        bytes +=
            sizeof(Utterance) + utterance.text.size() + utterance.speaker.size() + utterance.channel.size() + memory_bytes(utterance.words);
    }
    return bytes;
}

}  // namespace parley::transcripts
