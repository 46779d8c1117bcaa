#include "transcripts/loose_words.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace parley::transcripts {

Transcript with_words_in_utterances(Transcript transcript) {
    if (transcript.utterances.empty()) return transcript;
    std::vector<Word> words = std::exchange(transcript.words, {});
    std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.start_ms < b.start_ms; });
    std::vector<Utterance*> begun;
    for (Utterance& utterance : transcript.utterances) begun.push_back(&utterance);
    std::stable_sort(begun.begin(), begun.end(), [](const Utterance* a, const Utterance* b) { return a->start_ms < b->start_ms; });
    std::size_t at = 0;
    for (Word& word : words) {
        while (at + 1 < begun.size() && begun[at + 1]->start_ms <= word.start_ms) ++at;
        begun[at]->words.push_back(std::move(word));
    }
    return transcript;
}

}  // namespace parley::transcripts
