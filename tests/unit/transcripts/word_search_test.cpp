#include "transcripts/word_search.hpp"

#include <gtest/gtest.h>

namespace parley::transcripts {
namespace {

/// Each word takes a tenth of a second, one after another.
Transcript talk(const std::vector<std::string>& words) {
    Transcript transcript;
    for (const std::string& word : words) {
        const auto start_ms = static_cast<std::int64_t>(transcript.words.size() * 100);
        transcript.words.push_back({word, start_ms, start_ms + 90});
    }
    return transcript;
}

std::vector<PhraseMatch> search(const std::vector<std::string>& words, std::string_view phrases) {
    return search_words(talk(words), read_phrases(phrases).value());
}

TEST(WordSearch, finds_every_occurrence_in_the_order_of_the_question) {
    const std::vector<PhraseMatch> expected{{"is", {{100, 190, 1}, {400, 490, 4}}}, {"Smoke", {{0, 90, 0}, {300, 390, 3}}}};
    EXPECT_EQ(search({"Smoke", "is", "no", "smoke,", "IS", "it?"}, "is,nobody, Smoke"), expected);
}

TEST(WordSearch, finds_phrases_by_their_words_in_a_row) {
    const std::vector<PhraseMatch> expected{{"air quality", {{100, 290, 1}}}, {"air", {{100, 190, 1}, {400, 490, 4}}}};
    EXPECT_EQ(search({"the", "air", "quality", "of", "air"}, "air quality,air,quality air,of air quality"), expected);
}

TEST(WordSearch, compares_letters_and_digits_and_not_how_they_are_written) {
    EXPECT_EQ(search({"O'Clock.", "Mañana!", "twenty-five", "—", "日本"}, "oclock,MAÑANA,twenty five,日本").size(), 4u);
    EXPECT_EQ(search({"twenty-five", "past"}, "five past").front().said.front(), (SaidPhrase{0, 190, 0}));
}

TEST(WordSearch, counts_occurrences_that_overlap) { EXPECT_EQ(search({"no", "no", "no"}, "no no").front().said.size(), 2u); }

TEST(WordSearch, looks_at_the_words_of_utterances_in_the_order_of_time) {
    Transcript transcript;
    transcript.utterances = {{.speaker = "A", .text = "late", .start_ms = 500, .end_ms = 600, .words = {{"late", 500, 600}}},
                             {.speaker = "B", .text = "early", .start_ms = 100, .end_ms = 200, .words = {{"early", 100, 200}}}};
    EXPECT_EQ(search_words(transcript, {"late"}), (std::vector<PhraseMatch>{{"late", {{500, 600, 1}}}}));
    transcript.utterances[0].words.clear();
    EXPECT_TRUE(search_words(transcript, {"late"}).empty()) << "it has no moments of its own";
}

TEST(WordSearch, is_printed_as_the_public_api_shows_it) {
    EXPECT_EQ(print_matches(search({"a", "b", "a"}, "a,b"), "call-1"),
              R"({"id":"call-1","total_count":3,"matches":[{"text":"a","count":2,"timestamps":[[0,90],[200,290]],"indexes":[0,2]},)"
              R"({"text":"b","count":1,"timestamps":[[100,190]],"indexes":[1]}]})");
    EXPECT_EQ(print_matches({}, "call-1"), R"({"id":"call-1","total_count":0,"matches":[]})");
}

TEST(WordSearch, takes_time_in_proportion_to_the_talk) {
    const std::vector<std::string> same(500'000, "no");
    std::string phrases;
    for (int number = 0; number < 50; ++number) phrases += "never" + std::to_string(number) + " no no,";
    EXPECT_TRUE(search(same, phrases).empty());
}

TEST(Phrases, are_read_once_each_without_the_spaces_around_them) {
    EXPECT_EQ(read_phrases(" a , b c,a,,").value(), (std::vector<std::string>{"a", "b c"}));
}

TEST(Phrases, that_cannot_be_looked_for_are_refused) {
    EXPECT_EQ(read_phrases("").error().message, "words is required: what is looked for, with commas between");
    EXPECT_EQ(read_phrases(" , ").error().message, "words is required: what is looked for, with commas between");
    EXPECT_EQ(read_phrases("a,!").error().message, "words holds a phrase without a letter or a digit");
    EXPECT_EQ(read_phrases("one two three four five six").error().message, "words holds a phrase of more than 5 words");
    std::string many;
    for (int number = 0; number < 51; ++number) many += std::to_string(number) + ",";
    EXPECT_EQ(read_phrases(many).error().message, "words holds more than 50 phrases");
}

}  // namespace
}  // namespace parley::transcripts
