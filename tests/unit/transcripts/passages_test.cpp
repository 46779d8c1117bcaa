#include "transcripts/passages.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"
#include "transcripts/import.hpp"
#include "unit/transcripts/made_up_recording.hpp"

namespace parley::transcripts {
namespace {

Transcript talk() {
    return import_assemblyai(R"({"text":"Hello. How are you? Fine, thanks.","utterances":[
        {"speaker":"A","text":"Hello. How are you?","start":0,"end":2000,"words":[
            {"text":"Hello.","start":0,"end":400,"confidence":0.5},{"text":"How","start":600,"end":800,"confidence":0.7},
            {"text":"are","start":800,"end":900,"confidence":0.7},{"text":"you?","start":900,"end":1200,"confidence":0.7}]},
        {"speaker":"B","text":"Fine, thanks.","start":1100,"end":3001}]})")
        .value();
}

std::vector<std::string> texts(const std::vector<Passage>& passages) {
    std::vector<std::string> found;
    for (const Passage& passage : passages) found.push_back(passage.text);
    return found;
}

TEST(Sentences, end_at_full_stops_and_with_their_utterance) {
    const Transcript whole = talk();
    const std::vector<Passage> sentences = sentences_of(whole);
    EXPECT_EQ(texts(sentences), (std::vector<std::string>{"Hello.", "How are you?", "Fine, thanks."}));
    EXPECT_EQ(sentences[1].start_ms, 600);
    EXPECT_EQ(sentences[1].end_ms, 1200);
    EXPECT_EQ(sentences[1].words.size(), 3u);
    EXPECT_NEAR(*sentences[1].confidence, 0.7, 1e-9);
    EXPECT_EQ(sentences[2].speaker, "B");
}

TEST(Paragraphs, are_of_one_speaker) {
    EXPECT_EQ(texts(paragraphs_of(talk())), (std::vector<std::string>{"Hello. How are you?", "Fine, thanks."}));
}

TEST(Passages, of_a_bare_text_are_none) {
    Transcript bare;
    bare.text = "Nobody knows when this was said.";
    EXPECT_TRUE(sentences_of(bare).empty());
    EXPECT_TRUE(paragraphs_of(bare).empty());
    EXPECT_EQ(print_subtitles(bare, Subtitles::srt, 80), "");
    EXPECT_EQ(print_subtitles(bare, Subtitles::vtt, 80), "WEBVTT\n");
}

TEST(Subtitles, are_written_in_both_forms) {
    EXPECT_EQ(print_subtitles(talk(), Subtitles::srt, 80),
              "1\n00:00:00,000 --> 00:00:00,400\nHello.\n\n2\n00:00:00,600 --> 00:00:01,200\nHow are you?\n\n3\n00:00:01,100 --> "
              "00:00:03,001\nFine, thanks.\n");
    EXPECT_TRUE(print_subtitles(talk(), Subtitles::vtt, 80).starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:00.400\nHello.\n\n"));
    EXPECT_NE(print_subtitles(talk(), Subtitles::vtt, 8).find("How are\n\n"), std::string::npos);
}

TEST(Subtitles, say_nothing_that_is_read_as_something_else) {
    Transcript odd;
    odd.utterances.push_back({.text = "a --> b\n\n<i>&amp;", .start_ms = 0, .end_ms = 10});
    odd.utterances.push_back({.text = "", .start_ms = 10, .end_ms = 20});
    EXPECT_EQ(print_subtitles(odd, Subtitles::vtt, 80), "WEBVTT\n\n00:00:00.000 --> 00:00:00.010\na --&gt; b  &lt;i&gt;&amp;amp;\n");
    EXPECT_EQ(print_subtitles(odd, Subtitles::srt, 80), "1\n00:00:00,000 --> 00:00:00,010\na -> b  <i>&amp;\n");
    EXPECT_EQ(import_webvtt(print_subtitles(odd, Subtitles::vtt, 80))->text, "a --> b  <i>&amp;");
}

TEST(Passages, of_a_made_up_recording_lose_and_invent_no_word) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        tests::RecordingWish wish;
        wish.seed = seed;
        wish.channels = 1 + seed % 2;
        const Transcript whole = tests::made_up_recording(wish);
        const std::size_t words = words_in_order(whole).size();
        for (const auto& passages : {sentences_of(whole), paragraphs_of(whole), captions_of(whole, 40)}) {
            std::size_t found = 0;
            for (const Passage& passage : passages) {
                found += passage.words.size();
                EXPECT_LE(passage.start_ms, passage.end_ms);
                EXPECT_FALSE(passage.text.empty());
            }
            EXPECT_EQ(found, words);
        }
        json::Document document;
        const std::string sentences = print_sentences(whole, "id-1");
        ASSERT_FALSE(document.parse(sentences));
        EXPECT_EQ(document.root().find("sentences").size(), sentences_of(whole).size());
        EXPECT_EQ(import_webvtt(print_subtitles(whole, Subtitles::vtt, 60))->utterances.size(), captions_of(whole, 60).size());
    }
}

}  // namespace
}  // namespace parley::transcripts
