#include "transcripts/quotes.hpp"

#include <algorithm>
#include <utility>

#include "transcripts/turns.hpp"

namespace parley::transcripts {
namespace {

constexpr unsigned char latin1_lead = 0xc3;  // of U+00C0 to U+00FF in UTF-8
constexpr unsigned char latin1_capitals_end = 0x9e;
constexpr unsigned char multiplication_sign = 0x97;  // U+00D7 stands among the capitals
constexpr unsigned char case_distance = 0x20;

bool is_letter_or_digit(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9'); }

/// The length of a mark at the beginning of `text` that stands between words, or within one without counting, and is not ASCII:
/// U+2000 to U+206F (quotation marks, dashes, dots) and U+3000 to U+3002, the no-break space, the guillemets.
std::size_t mark_bytes(std::string_view text) {
    const auto at = [&](std::size_t place) { return place < text.size() ? static_cast<unsigned char>(text[place]) : 0; };
    if (at(0) == 0xe2 && (at(1) == 0x80 || at(1) == 0x81)) return 3;
    if (at(0) == 0xe3 && at(1) == 0x80 && at(2) >= 0x80 && at(2) <= 0x82) return 3;
    if (at(0) == 0xc2 && (at(1) == 0xa0 || at(1) == 0xab || at(1) == 0xbb || at(1) == 0xa1 || at(1) == 0xbf)) return 2;
    return 0;
}

/// Of scripts that put no spaces between words (U+3000 to U+DFFF: kana, ideographs, and Hangul, which this does no harm) every character
/// is a word.
bool is_word_by_itself(std::string_view text) {
    constexpr unsigned char first_lead = 0xe3;
    constexpr unsigned char last_lead = 0xed;
    const auto lead = static_cast<unsigned char>(text[0]);
    return lead >= first_lead && lead <= last_lead && text.size() >= 3;
}

/// "can't" and the same word with a curly apostrophe are one word.
bool is_apostrophe(std::string_view text) { return text.starts_with('\'') || text.starts_with("\xe2\x80\x99"); }

void append_compared(std::string& word, unsigned char byte) {
    const bool follows_lead = !word.empty() && static_cast<unsigned char>(word.back()) == latin1_lead;
    if (byte >= 'A' && byte <= 'Z') byte += case_distance;
    if (follows_lead && byte >= 0x80 && byte <= latin1_capitals_end && byte != multiplication_sign) byte += case_distance;
    word += static_cast<char>(byte);
}

/// How long the beginnings of a pattern are that end at each of its places: after a difference the search goes on with the longest. A talk
/// and a quote of one word over and over cost no more than others (Knuth, Morris and Pratt).
template <class Number>
std::vector<std::size_t> borders_of(const std::vector<Number>& pattern) {
    std::vector<std::size_t> borders(pattern.size(), 0);
    for (std::size_t at = 1, length = 0; at < pattern.size(); ++at) {
        while (length > 0 && pattern[at] != pattern[length]) length = borders[length - 1];
        if (pattern[at] == pattern[length]) ++length;
        borders[at] = length;
    }
    return borders;
}

/// The first place of the pattern; the text's size where it has none.
template <class Number>
std::size_t place_in(const std::vector<Number>& text, const std::vector<Number>& pattern, const std::vector<std::size_t>& borders) {
    for (std::size_t at = 0, length = 0; at < text.size(); ++at) {
        while (length > 0 && text[at] != pattern[length]) length = borders[length - 1];
        if (text[at] == pattern[length]) ++length;
        if (length == pattern.size()) return at + 1 - length;
    }
    return text.size();
}

}  // namespace

std::vector<std::string> compared_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const std::size_t mark = mark_bytes(rest);
        if (is_apostrophe(rest)) {
            at += std::max<std::size_t>(mark, 1);
        } else if (mark > 0) {
            end_word();
            at += mark;
        } else if (is_word_by_itself(rest)) {
            end_word();
            words.emplace_back(rest.substr(0, 3));
            at += 3;
        } else {
            const bool is_part = is_letter_or_digit(rest[0]) || static_cast<unsigned char>(rest[0]) >= 0x80;
            is_part ? append_compared(word, static_cast<unsigned char>(rest[0])) : end_word();
            ++at;
        }
    }
    end_word();
    return words;
}

QuoteFinder::QuoteFinder(const Transcript& transcript) { add_talk(transcript); }

std::size_t QuoteFinder::speaker_of(const std::string& label) {
    const auto found = std::find(speakers_.begin(), speakers_.end(), label);
    if (found != speakers_.end()) return static_cast<std::size_t>(found - speakers_.begin());
    speakers_.push_back(label);
    by_speaker_.emplace_back();
    return speakers_.size() - 1;
}

void QuoteFinder::add_text(Words& into, std::string_view text, const SaidWord& facts) {
    for (std::string& word : compared_words(text)) {
        const auto next = static_cast<WordNumber>(vocabulary_.size());
        into.numbers.push_back(vocabulary_.try_emplace(std::move(word), next).first->second);
        into.said.push_back(facts);
    }
}

void QuoteFinder::add_utterance(Words& into, const Utterance& utterance) {
    if (utterance.words.empty()) return add_text(into, utterance.text, {utterance.start_ms, utterance.end_ms});
    for (const Word& word : utterance.words) add_text(into, word.text, {word.start_ms, word.end_ms});
}

void QuoteFinder::add_talk(const Transcript& transcript) {
    for (const Turn& turn : talk_of(transcript).turns) {
        const Utterance& utterance = *turn.utterance;
        const std::size_t speaker = speaker_of(label_of(transcript, utterance.speaker, utterance.channel));
        add_utterance(by_speaker_[speaker], utterance);
    }
    if (!transcript.utterances.empty()) return;
    for (const Word* const word : words_in_order(transcript)) {
        const std::size_t speaker = speaker_of(label_of(transcript, word->speaker, word->channel));
        add_text(by_speaker_[speaker], word->text, {word->start_ms, word->end_ms});
    }
    if (by_speaker_.empty()) {
        const std::size_t nobody = speaker_of({});
        add_text(by_speaker_[nobody], transcript.text, {std::nullopt, std::nullopt});
    }
}

std::optional<SaidQuote> QuoteFinder::find(std::string_view quote) const {
    std::vector<WordNumber> wanted;
    for (const std::string& word : compared_words(quote)) {
        const auto known = vocabulary_.find(word);
        if (known == vocabulary_.end() || wanted.size() == quote_words_max) return std::nullopt;
        wanted.push_back(known->second);
    }
    if (wanted.empty()) return std::nullopt;
    const std::vector<std::size_t> borders = borders_of(wanted);
    std::optional<SaidQuote> earliest;
    for (std::size_t speaker = 0; speaker < by_speaker_.size(); ++speaker) {
        const Words& words = by_speaker_[speaker];
        const std::size_t found = place_in(words.numbers, wanted, borders);
        if (found == words.numbers.size()) continue;
        const SaidWord* const first = &words.said[found];
        if (earliest && earliest->start_ms <= first->start_ms) continue;
        earliest = SaidQuote{speakers_[speaker], first->start_ms, first[wanted.size() - 1].end_ms};
    }
    return earliest;
}

}  // namespace parley::transcripts
