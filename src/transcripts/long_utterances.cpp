#include "transcripts/long_utterances.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "transcripts/sentence_end.hpp"
#include "transcripts/text_pieces.hpp"

namespace parley::transcripts {
namespace {

/// The pieces of one utterance, filled word by word.
class Pieces {
  public:
    Pieces(const Utterance& whole, std::size_t bytes_max, std::vector<Utterance>& into)
        : whole_(whole), bytes_max_(bytes_max), into_(into) {}

    Utterance& with_room_for(std::string_view word) {
        const bool is_full = is_open_ && into_.back().text.size() + 1 + word.size() > bytes_max_;
        const bool is_round = is_open_ && into_.back().text.size() > bytes_max_ / 2 && ends_sentence(into_.back().text);
        if (is_open_ && !is_full && !is_round) return into_.back();
        is_open_ = true;
        Utterance& piece = into_.emplace_back();
        piece.speaker = whole_.speaker;
        piece.channel = whole_.channel;
        piece.confidence = whole_.confidence;
        piece.language = whole_.language;
        piece.start_ms = whole_.start_ms;
        piece.end_ms = whole_.end_ms;
        return piece;
    }

  private:
    const Utterance& whole_;
    std::size_t bytes_max_;
    std::vector<Utterance>& into_;
    bool is_open_ = false;
};

void add_words(const Utterance& whole, Pieces& pieces) {
    for (const Word& word : whole.words) {
        Utterance& piece = pieces.with_room_for(word.text);
        if (piece.words.empty()) piece.start_ms = word.start_ms;
        if (piece.words.empty()) piece.end_ms = word.end_ms;
        piece.end_ms = std::max(piece.end_ms, word.end_ms);
        if (!piece.text.empty()) piece.text += ' ';
        piece.text += word.text;
        piece.words.push_back(word);
    }
}

void add_text(const Utterance& whole, std::size_t bytes_max, Pieces& pieces) {
    const char* end = nullptr;  // of what was added before: a script without spaces has none put in
    for (const std::string_view word : pieces_of(whole.text, bytes_max)) {
        Utterance& piece = pieces.with_room_for(word);
        if (!piece.text.empty() && word.data() != end) piece.text += ' ';
        piece.text += word;
        end = word.data() + word.size();
    }
}

}  // namespace

Transcript with_utterances_within(Transcript transcript, std::size_t bytes_max) {
    std::vector<Utterance> cut;
    cut.reserve(transcript.utterances.size());
    for (Utterance& utterance : transcript.utterances) {
        if (utterance.text.size() <= bytes_max) {
            cut.push_back(std::move(utterance));
            continue;
        }
        Pieces pieces(utterance, bytes_max, cut);
        utterance.words.empty() ? add_text(utterance, bytes_max, pieces) : add_words(utterance, pieces);
    }
    transcript.utterances = std::move(cut);
    return transcript;
}

}  // namespace parley::transcripts
