#include "transcripts/slices.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

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

void append_text(Transcript& slice, std::string_view text) {
    if (!slice.text.empty()) slice.text += ' ';
    slice.text += text;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        if (space > 0) words.push_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return words;
}

std::vector<const Utterance*> in_order(const std::vector<Utterance>& utterances) {
    std::vector<const Utterance*> ordered;
    for (const Utterance& utterance : utterances) ordered.push_back(&utterance);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Utterance* a, const Utterance* b) { return a->start_ms < b->start_ms; });
    return ordered;
}

}  // namespace

std::vector<Transcript> slices_of(const Transcript& transcript, std::size_t count) {
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
        share_out(words_of(transcript.text), slices, [](std::string_view word) { return word.size() + 1; }, append_text);
    }
    std::erase_if(slices, [](const Transcript& slice) { return slice.text.empty() && slice.utterances.empty(); });
    return slices;
}

}  // namespace parley::transcripts
