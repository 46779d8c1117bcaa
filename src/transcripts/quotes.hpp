// quotes.hpp: whether somebody said these words, and when. Pure.
//
// Models quote carelessly: capitals, punctuation and line breaks are not theirs to keep. What counts are the words, all of them, in
// their order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// Where a quote was said.
struct SaidQuote {
    std::string speaker = {};                   // as renderings call them (label_of); empty: nobody knows
    std::optional<std::int64_t> start_ms = {};  // of the first word, or of its utterance where words have no times of their own
    std::optional<std::int64_t> end_ms = {};    // empty: the transcript has no times at all

    bool operator==(const SaidQuote&) const = default;
};

inline constexpr std::size_t quote_words_max = 400;

/// The words of one talk, ready to be looked up.
class QuoteFinder {
  public:
    /// Reads the whole transcript, once: a few milliseconds for three hours. Keeps nothing of it.
    explicit QuoteFinder(const Transcript& transcript);

    /// The first place at which the quote was said: by one speaker, perhaps through several utterances of theirs that follow each other.
    /// Nothing where it was not, and for a quote without words.
    ///
    /// Compared are letters and digits: small and capital ones alike (ASCII and Latin-1), without apostrophes and all other punctuation.
    /// A quote of more than quote_words_max words is no quote.
    std::optional<SaidQuote> find(std::string_view quote) const;

  private:
    struct SaidWord {
        std::optional<std::int64_t> start_ms;
        std::optional<std::int64_t> end_ms;
    };
    using WordNumber = std::uint32_t;
    struct Words {
        std::vector<WordNumber> numbers;
        std::vector<SaidWord> said;  // as many
    };

    void add_talk(const Transcript& transcript);
    std::size_t speaker_of(const std::string& label);
    void add_text(Words& into, std::string_view text, const SaidWord& facts);
    void add_utterance(Words& into, const Utterance& utterance);

    std::unordered_map<std::string, WordNumber> vocabulary_;
    std::vector<std::string> speakers_;  // labels
    std::vector<Words> by_speaker_;      // all that one of them said: somebody else's word in between takes nothing away
};

/// The words of a text, in the form in which they are compared.
std::vector<std::string> compared_words(std::string_view text);

}  // namespace parley::transcripts
