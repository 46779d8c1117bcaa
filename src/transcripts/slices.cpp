#include "transcripts/slices.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "transcripts/long_utterances.hpp"
#include "transcripts/loose_words.hpp"
#include "transcripts/text_pieces.hpp"

namespace parley::transcripts {
namespace {

/// Where an element belongs when `total` bytes are shared out: by where its beginning lies.
std::size_t slice_at(std::size_t begin, std::size_t total, std::size_t count) {
    return std::min(begin * count / std::max<std::size_t>(total, 1), count - 1);
}

/// Shares elements out in their order. `bytes_of` says how long one is, `add` puts it into a slice.
template <class Elements, class BytesOf, class Add>
void share_out(const Elements& elements, std::vector<Transcript>& slices, BytesOf bytes_of, Add add) {
    std::size_t total = 0;
    for (const auto& element : elements) total += bytes_of(element);
    std::size_t begin = 0;
    for (const auto& element : elements) {
        add(slices[slice_at(begin, total, slices.size())], element);
        begin += bytes_of(element);
    }
}

/// Finer than any model reads: a slice of a text without spaces is about as long as the others.
constexpr std::size_t piece_bytes_max = 240;

void append_text(Transcript& slice, std::string_view text) {
    if (!slice.text.empty()) slice.text += ' ';
    slice.text += text;
}

/// Shares out a text that has no words of its own; what stood together stands together.
void share_out_text(std::string_view text, std::vector<Transcript>& slices) {
    const char* end = nullptr;  // of the piece before
    share_out(
        pieces_of(text, piece_bytes_max), slices, [](std::string_view piece) { return piece.size() + 1; },
        [&](Transcript& slice, std::string_view piece) {
            if (piece.data() == end) {
                slice.text += piece;
            } else {
                append_text(slice, piece);
            }
            end = piece.data() + piece.size();
        });
}

std::vector<const Utterance*> in_order(const std::vector<Utterance>& utterances) {
    std::vector<const Utterance*> ordered;
    for (const Utterance& utterance : utterances) ordered.push_back(&utterance);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Utterance* a, const Utterance* b) { return a->start_ms < b->start_ms; });
    return ordered;
}

/// No utterance may be longer than half a slice, or slices would be of very different lengths. Short talks are not cut up.
std::size_t longest_within(const Transcript& transcript, std::size_t count) {
    constexpr std::size_t least = 2 * piece_bytes_max;
    std::size_t total = 0;
    for (const Utterance& utterance : transcript.utterances) total += utterance.text.size();
    return std::max(total / std::max<std::size_t>(2 * count, 1), least);
}

/// By twice as much: pieces are about as long as they may be, and not cut again.
bool has_long_utterance(const Transcript& transcript, std::size_t count) {
    const std::size_t most = 2 * longest_within(transcript, count);
    return std::any_of(transcript.utterances.begin(), transcript.utterances.end(),
                       [most](const Utterance& utterance) { return utterance.text.size() > most; });
}

std::vector<Transcript> shared_out(const Transcript& transcript, std::size_t count) {
    Transcript empty;
    empty.language = transcript.language;
    empty.names = transcript.names;
    std::vector<Transcript> slices(std::max<std::size_t>(count, 1), empty);
    if (!transcript.utterances.empty()) {
        constexpr std::size_t around = 32;  // what a rendering puts around each
        share_out(
            in_order(transcript.utterances), slices, [](const Utterance* utterance) { return utterance->text.size() + around; },
            [](Transcript& slice, const Utterance* utterance) {
                append_text(slice, utterance->text);
                slice.utterances.push_back(*utterance);
            });
    } else if (!transcript.words.empty()) {
        share_out(
            words_in_order(transcript), slices, [](const Word* word) { return word->text.size() + 1; },
            [](Transcript& slice, const Word* word) {
                append_text(slice, word->text);
                slice.words.push_back(*word);
            });
    } else {
        share_out_text(transcript.text, slices);
    }
    std::erase_if(slices, [](const Transcript& slice) { return slice.text.empty() && slice.utterances.empty() && slice.words.empty(); });
    return slices;
}

}  // namespace

std::vector<Transcript> slices_of(const Transcript& transcript, std::size_t count) {
    if (!has_long_utterance(transcript, count)) return shared_out(with_words_in_utterances(transcript), count);
    return shared_out(with_words_in_utterances(with_utterances_within(transcript, longest_within(transcript, count))), count);
}

}  // namespace parley::transcripts
