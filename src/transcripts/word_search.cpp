#include "transcripts/word_search.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "json/write.hpp"
#include "transcripts/quotes.hpp"

namespace parley::transcripts {
namespace {

Error bad_request(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> between_commas(std::string_view text) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const std::size_t comma = text.find(',');
        pieces.push_back(trimmed(text.substr(0, comma)));
        if (comma == std::string_view::npos) return pieces;
        text.remove_prefix(comma + 1);
    }
}

/// What is compared, one after another: a written word may be two ("twenty-five").
struct SaidWords {
    std::vector<std::string> compared;
    std::vector<std::size_t> numbers;  // of the written words, as many
    std::vector<const Word*> words;    // written ones
};

SaidWords said_words(const Transcript& transcript) {
    SaidWords said;
    said.words = words_in_order(transcript);
    for (std::size_t number = 0; number < said.words.size(); ++number) {
        for (std::string& word : compared_words(said.words[number]->text)) {
            said.compared.push_back(std::move(word));
            said.numbers.push_back(number);
        }
    }
    return said;
}

bool stands_at(const std::vector<std::string>& words, std::size_t place, const std::vector<std::string>& wanted) {
    return words.size() - place >= wanted.size() &&
           std::equal(wanted.begin(), wanted.end(), words.begin() + static_cast<std::ptrdiff_t>(place));
}

SaidPhrase occurrence(const SaidWords& said, std::size_t place, std::size_t length) {
    const std::size_t first = said.numbers[place];
    const std::size_t last = said.numbers[place + length - 1];
    return {said.words[first]->start_ms, said.words[last]->end_ms, first};
}

void append_match(std::string& out, const PhraseMatch& match) {
    std::string timestamps = "[";
    std::string indexes = "[";
    for (const SaidPhrase& said : match.said) {
        if (&said != &match.said.front()) {
            timestamps += ',';
            indexes += ',';
        }
        timestamps += '[';
        json::append_integer(timestamps, said.start_ms);
        timestamps += ',';
        json::append_integer(timestamps, said.end_ms);
        timestamps += ']';
        json::append_integer(indexes, static_cast<std::int64_t>(said.index));
    }
    json::ObjectWriter object(out);
    object.string("text", match.phrase);
    object.integer("count", static_cast<std::int64_t>(match.said.size()));
    object.raw("timestamps", timestamps + "]");
    object.raw("indexes", indexes + "]");
    object.close();
}

}  // namespace

Result<std::vector<std::string>> read_phrases(std::string_view text) {
    std::vector<std::string> phrases;
    for (const std::string_view piece : between_commas(text)) {
        if (piece.empty()) continue;
        const std::size_t words = compared_words(piece).size();
        if (words == 0) return bad_request("words holds a phrase without a letter or a digit");
        if (words > phrase_words_max)
            return bad_request("words holds a phrase of more than " + std::to_string(phrase_words_max) + " words");
        if (std::find(phrases.begin(), phrases.end(), piece) != phrases.end()) continue;
        if (phrases.size() == phrases_max) return bad_request("words holds more than " + std::to_string(phrases_max) + " phrases");
        phrases.emplace_back(piece);
    }
    if (phrases.empty()) return bad_request("words is required: what is looked for, with commas between");
    return phrases;
}

std::vector<PhraseMatch> search_words(const Transcript& transcript, const std::vector<std::string>& phrases) {
    std::vector<std::vector<std::string>> wanted;
    std::unordered_map<std::string, std::vector<std::size_t>> by_first_word;
    for (const std::string& phrase : phrases) {
        wanted.push_back(compared_words(phrase));
        by_first_word[wanted.back().front()].push_back(wanted.size() - 1);
    }
    std::vector<std::vector<SaidPhrase>> found(phrases.size());
    const SaidWords said = said_words(transcript);
    for (std::size_t place = 0; place < said.compared.size(); ++place) {
        const auto begun = by_first_word.find(said.compared[place]);
        if (begun == by_first_word.end()) continue;
        for (const std::size_t phrase : begun->second) {
            if (stands_at(said.compared, place, wanted[phrase])) found[phrase].push_back(occurrence(said, place, wanted[phrase].size()));
        }
    }
    std::vector<PhraseMatch> matches;
    for (std::size_t phrase = 0; phrase < phrases.size(); ++phrase) {
        if (!found[phrase].empty()) matches.push_back({phrases[phrase], std::move(found[phrase])});
    }
    return matches;
}

std::string print_matches(const std::vector<PhraseMatch>& matches, std::string_view id) {
    std::size_t total = 0;
    for (const PhraseMatch& match : matches) total += match.said.size();
    std::string out;
    json::ObjectWriter object(out);
    object.string("id", id);
    object.integer("total_count", static_cast<std::int64_t>(total));
    std::string& list = object.key("matches");
    list += '[';
    for (const PhraseMatch& match : matches) {
        if (&match != &matches.front()) list += ',';
        append_match(list, match);
    }
    list += ']';
    object.close();
    return out;
}

}  // namespace parley::transcripts
