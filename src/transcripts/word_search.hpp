// word_search.hpp: where words and short phrases were said. Pure.
//
// Source: AssemblyAI API reference, "Search for words".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

inline constexpr std::size_t phrase_words_max = 5;
inline constexpr std::size_t phrases_max = 50;

/// Reads "smoke,air quality": phrases with commas between them, each once.
///
/// Errors  bad_request: none, more than phrases_max, one without a letter or of more than phrase_words_max words.
Result<std::vector<std::string>> read_phrases(std::string_view text);

/// One occurrence: its words' moments, and its first word's number among all in the order of time.
struct SaidPhrase {
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    std::size_t index = 0;

    bool operator==(const SaidPhrase&) const = default;
};

struct PhraseMatch {
    std::string phrase;
    std::vector<SaidPhrase> said;

    bool operator==(const PhraseMatch&) const = default;
};

/// Of each phrase that was said, in their order, every occurrence. Compared is as quotes are (quotes.hpp): letters and digits, small and
/// capital ones alike. One pass over the words, however many phrases there are. Words without moments of their own are not searched.
std::vector<PhraseMatch> search_words(const Transcript& transcript, const std::vector<std::string>& phrases);

/// {"id", "total_count", "matches": [{"text", "count", "timestamps": [[start, end]], "indexes": [7]}]}
std::string print_matches(const std::vector<PhraseMatch>& matches, std::string_view id);

}  // namespace parley::transcripts
