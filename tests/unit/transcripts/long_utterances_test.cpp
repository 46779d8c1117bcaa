// long_utterances_test.cpp: a lecture is one utterance of an hour; it is cut to fit, and read in windows, like any other talk.
#include "transcripts/long_utterances.hpp"

#include <gtest/gtest.h>

#include "transcripts/loose_words.hpp"
#include "transcripts/slices.hpp"
#include "transcripts/window.hpp"

namespace parley::transcripts {
namespace {

Transcript lecture(bool has_words) {
    Transcript talk;
    Utterance& utterance = talk.utterances.emplace_back();
    utterance.speaker = "A";
    for (int at = 0; at < 6'000; ++at) {
        Word word;
        word.text = "word" + std::to_string(at) + (at % 12 == 11 ? "." : "");
        word.start_ms = at * 400;
        word.end_ms = at * 400 + 350;
        utterance.text += (at ? " " : "") + word.text;
        if (has_words) utterance.words.push_back(std::move(word));
    }
    utterance.end_ms = 6'000 * 400;
    talk.text = utterance.text;
    return talk;
}

TEST(LongUtterances, are_cut_into_pieces_that_lose_nothing) {
    for (const bool has_words : {true, false}) {
        const Transcript whole = lecture(has_words);
        const Transcript cut = with_utterances_within(whole, 300);
        EXPECT_GT(cut.utterances.size(), 150u);
        EXPECT_EQ(joined_text(cut.utterances), whole.text);
        EXPECT_EQ(words_in_order(cut).size(), words_in_order(whole).size());
        std::int64_t before = 0;
        for (const Utterance& piece : cut.utterances) {
            EXPECT_LE(piece.text.size(), 300u);
            EXPECT_EQ(piece.speaker, "A");
            EXPECT_TRUE(piece.text.ends_with('.')) << piece.text;
            EXPECT_LE(before, piece.start_ms);
            EXPECT_LE(piece.start_ms, piece.end_ms);
            before = piece.start_ms;
        }
    }
}

TEST(LongUtterances, are_the_only_ones_that_are_cut) {
    Transcript talk = lecture(true);
    talk.utterances.push_back({.speaker = "B", .text = "Thank you.", .start_ms = 2'400'000, .end_ms = 2'401'000});
    const Transcript same = with_utterances_within(talk, talk.text.size() + 1);
    EXPECT_EQ(same, talk);
    EXPECT_EQ(with_utterances_within(talk, 300).utterances.back(), talk.utterances.back());
}

TEST(LongUtterances, without_spaces_are_cut_too) {
    Transcript talk;
    Utterance& utterance = talk.utterances.emplace_back();
    for (int at = 0; at < 500; ++at) utterance.text += "\u4eca\u65e5\u306f\u3001\u8a71\u3059\u3002";
    const std::string whole = utterance.text;
    std::string together;
    for (const Utterance& piece : with_utterances_within(talk, 300).utterances) together += piece.text;
    EXPECT_EQ(together, whole);
}

TEST(LongUtterances, do_not_empty_a_window) {
    for (const Form form : {Form::speakers, Form::speakers_timestamps, Form::json}) {
        const std::string cut = render_within(lecture(true), form, Window::tail, Budget(8'000)).value();
        EXPECT_GT(cut.size(), 6'000u);
        EXPECT_NE(cut.find("word5999."), std::string::npos);
    }
}

TEST(LongUtterances, do_not_make_one_window_of_a_talk) {
    const Transcript whole = lecture(true);
    const std::vector<Transcript> slices = slices_of(whole, 5);
    ASSERT_EQ(slices.size(), 5u);
    std::string together;
    for (const Transcript& slice : slices) {
        EXPECT_LT(slice.text.size(), whole.text.size() / 3);
        together += (together.empty() ? "" : " ") + slice.text;
    }
    EXPECT_EQ(together, whole.text);
}

/// OpenAI's files list the words of the whole beside segments without any.
Transcript with_loose_words() {
    Transcript talk;
    for (int at = 0; at < 60; ++at) {
        talk.utterances.push_back({.speaker = "A", .text = "said " + std::to_string(at), .start_ms = at * 1000, .end_ms = at * 1000 + 900});
        talk.words.push_back({.text = "said", .start_ms = at * 1000 + 10, .end_ms = at * 1000 + 200});
        talk.words.push_back({.text = std::to_string(at), .start_ms = at * 1000 + 300, .end_ms = at * 1000 + 800});
    }
    talk.text = joined_text(talk.utterances);
    return talk;
}

TEST(LooseWords, go_into_the_utterances_in_which_they_were_said) {
    const Transcript whole = with_loose_words();
    const Transcript placed = with_words_in_utterances(whole);
    EXPECT_TRUE(placed.words.empty());
    for (int at = 0; at < 60; ++at) {
        const auto& words = placed.utterances[static_cast<std::size_t>(at)].words;
        ASSERT_EQ(words.size(), 2u);
        EXPECT_EQ(words[1].text, std::to_string(at));
    }
    EXPECT_EQ(render(placed, Form::words).value(), render(whole, Form::words).value());
}

TEST(LooseWords, are_in_every_part_of_a_talk) {
    const Transcript whole = with_loose_words();
    std::size_t words = 0;
    for (const Transcript& slice : slices_of(whole, 4)) {
        EXPECT_GT(words_in_order(slice).size(), 20u);
        words += words_in_order(slice).size();
    }
    EXPECT_EQ(words, 120u);
    EXPECT_NE(render_within(whole, Form::words, Window::tail, Budget(1'000))->find("\"59\""), std::string::npos);
}

}  // namespace
}  // namespace parley::transcripts
