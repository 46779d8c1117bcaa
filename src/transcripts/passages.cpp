#include "transcripts/passages.hpp"

#include <algorithm>
#include <utility>

#include "transcripts/sentence_end.hpp"
#include "transcripts/turns.hpp"

namespace parley::transcripts {
namespace {

constexpr std::size_t paragraph_sentences_max = 5;

void append_text(std::string& text, std::string_view more) {
    if (!text.empty() && !more.empty()) text += ' ';
    text += more;
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

/// The mean, where every word has one.
std::optional<double> confidence_of(const std::vector<const Word*>& words) {
    double sum = 0;
    for (const Word* const word : words) {
        if (!word->confidence) return std::nullopt;
        sum += *word->confidence;
    }
    if (words.empty()) return std::nullopt;
    return sum / static_cast<double>(words.size());
}

Passage whole(const Utterance& utterance) {
    return {utterance.text, utterance.start_ms, utterance.end_ms, utterance.speaker, utterance.channel, utterance.confidence, {}};
}

/// Puts words together until `ends` says of a passage that it is over.
template <class Ends>
void gather(const std::vector<const Word*>& words, const Passage& facts, Ends ends, std::vector<Passage>& into) {
    bool is_open = false;
    for (const Word* const word : words) {
        if (!is_open || ends(into.back(), *word)) {
            into.push_back({{}, word->start_ms, word->end_ms, facts.speaker, facts.channel, {}, {}});
            is_open = true;
        }
        Passage& passage = into.back();
        append_text(passage.text, word->text);
        passage.end_ms = std::max(passage.end_ms, word->end_ms);
        passage.words.push_back(word);
        passage.confidence = confidence_of(passage.words);
    }
}

bool is_sentence(const Passage& passage, const Word&) { return ends_sentence(passage.text); }

std::vector<const Word*> addresses_of(const std::vector<Word>& words) {
    std::vector<const Word*> addresses;
    for (const Word& word : words) addresses.push_back(&word);
    return addresses;
}

void join(Passage& paragraph, const Passage& sentence) {
    append_text(paragraph.text, sentence.text);
    paragraph.end_ms = std::max(paragraph.end_ms, sentence.end_ms);
    paragraph.words.insert(paragraph.words.end(), sentence.words.begin(), sentence.words.end());
    paragraph.confidence = paragraph.words.empty() ? std::nullopt : confidence_of(paragraph.words);
}

}  // namespace

std::vector<Passage> sentences_of(const Transcript& transcript) {
    std::vector<Passage> sentences;
    if (transcript.utterances.empty()) gather(words_in_order(transcript), {}, is_sentence, sentences);
    for (const Turn& turn : talk_of(transcript).turns) {
        const Utterance& utterance = *turn.utterance;
        if (utterance.words.empty()) {
            sentences.push_back(whole(utterance));
        } else {
            gather(addresses_of(utterance.words), whole(utterance), is_sentence, sentences);
        }
    }
    return sentences;
}

std::vector<Passage> paragraphs_of(const Transcript& transcript) {
    std::vector<Passage> paragraphs;
    std::size_t sentences = 0;  // of the last one
    for (Passage& sentence : sentences_of(transcript)) {
        const bool goes_on = !paragraphs.empty() && sentences < paragraph_sentences_max && paragraphs.back().speaker == sentence.speaker &&
                             paragraphs.back().channel == sentence.channel;
        if (goes_on) {
            join(paragraphs.back(), sentence);
            ++sentences;
        } else {
            paragraphs.push_back(std::move(sentence));
            sentences = 1;
        }
    }
    return paragraphs;
}

std::vector<Passage> captions_of(const Transcript& transcript, std::size_t characters_max) {
    std::vector<Passage> captions;
    const auto is_full = [characters_max](const Passage& caption, const Word& next) {
        return characters_in(caption.text) + 1 + characters_in(next.text) > characters_max;
    };
    for (Passage& sentence : sentences_of(transcript)) {
        if (sentence.words.empty() || characters_in(sentence.text) <= characters_max) {
            captions.push_back(std::move(sentence));
        } else {
            gather(sentence.words, sentence, is_full, captions);
        }
    }
    return captions;
}

}  // namespace parley::transcripts
