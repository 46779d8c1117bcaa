#include "transcripts/quotes.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

Transcript transcript_of(const std::string& text) {
    auto transcript = import_assemblyai(text);
    EXPECT_TRUE(transcript) << text;
    return *transcript;
}

/// Two speakers, the first with words of their own times; B speaks into A's sentence.
Transcript call() {
    return transcript_of(R"({"utterances":[
        {"speaker":"A","text":"Harbour clinic, how can I help?","start":240,"end":4640,"words":[
            {"text":"Harbour","start":240,"end":900,"speaker":"A"},{"text":"clinic,","start":950,"end":1600,"speaker":"A"},
            {"text":"how","start":1700,"end":2000,"speaker":"A"},{"text":"can","start":2000,"end":2400,"speaker":"A"},
            {"text":"I","start":2400,"end":2500,"speaker":"A"},{"text":"help?","start":3900,"end":4640,"speaker":"A"}]},
        {"speaker":"B","text":"Hi, I can't come on Friday at 4:30.","start":4100,"end":6020},
        {"speaker":"A","text":"That is fine.","start":6100,"end":7000},
        {"speaker":"B","text":"Señor Élan, I can't come.","start":8000,"end":9000}]})");
}

struct Case {
    const char* quote;
    std::optional<SaidQuote> said;
};

TEST(Quote, is_found_by_its_words_whatever_stands_between_them) {
    const QuoteFinder finder(call());
    const SaidQuote harbour{"A", 240, 1600};
    const SaidQuote later{"B", 8000, 9000};
    const SaidQuote across{"A", 3900, 7000};
    const SaidQuote friday{"B", 4100, 6020};
    const Case cases[] = {
        {"Harbour clinic", harbour},
        {"\"harbour CLINIC...\"", harbour},
        {"\xe2\x80\x9cHarbour\xe2\x80\x94"
         "clinic\xe2\x80\x9d\xe2\x80\xa6",
         harbour},
        {"how can I", SaidQuote{"A", 1700, 2500}},
        {"I can't come", friday},
        {"I can\xe2\x80\x99t come", friday},
        {"I cant come on Friday at 4 30", friday},
        {"se\xc3\xb1or \xc3\xa9lan", later},
        {"SE\xc3\x91OR \xc3\x89LAN", later},
        {"help? That is fine.", across},
        {"  fine\n", SaidQuote{"A", 6100, 7000}},
    };
    for (const Case& one : cases) EXPECT_EQ(finder.find(one.quote), one.said) << one.quote;
}

TEST(Quote, that_nobody_said_is_not_found) {
    const QuoteFinder finder(call());
    for (const char* quote :
         {"", "...", "Harbour clinics", "clinic Harbour", "Hi, I can come", "can I help Hi", "harbourclinic", "Montag"}) {
        EXPECT_EQ(finder.find(quote), std::nullopt) << quote;
    }
}

TEST(Quote, is_told_where_it_was_said_first) {
    const QuoteFinder finder(call());
    EXPECT_EQ(finder.find("I"), (SaidQuote{"A", 2400, 2500}));
    EXPECT_EQ(finder.find("can't"), (SaidQuote{"B", 4100, 6020}));
}

TEST(Quote, has_the_times_that_its_transcript_has) {
    EXPECT_EQ(QuoteFinder(transcript_of(R"({"text":"No times at all."})")).find("times at"), (SaidQuote{"", std::nullopt, std::nullopt}));
    const QuoteFinder words(
        transcript_of(R"({"text":"One two","words":[{"text":"One","start":5,"end":7},{"text":"two","start":8,"end":9}]})"));
    EXPECT_EQ(words.find("one two"), (SaidQuote{"", 5, 9}));
}

TEST(Quote, needs_no_spaces_where_a_language_has_none) {
    const QuoteFinder finder(transcript_of(R"({"utterances":[{"speaker":"A","text":"明日は金曜日です。","start":1,"end":2}]})"));
    EXPECT_TRUE(finder.find("金曜日"));
    EXPECT_FALSE(finder.find("土曜日"));
}

TEST(Quote, says_speakers_as_renderings_do) {
    Transcript named = call();
    named.names["B"] = "Caller";
    EXPECT_EQ(QuoteFinder(named).find("Friday")->speaker, "Caller");
}

TEST(Quote, of_one_word_over_and_over_takes_no_longer_than_others) {
    Transcript talk;
    for (int at = 0; at < 300'000; ++at) talk.text += "no ";
    talk.text += "yes no no";
    const QuoteFinder finder(talk);
    std::string quote;
    for (int at = 0; at < 300; ++at) quote += "no ";
    for (int times = 0; times < 100; ++times) EXPECT_FALSE(finder.find(quote + "yes yes"));
    EXPECT_TRUE(finder.find(quote + "yes no no"));
    EXPECT_FALSE(finder.find("yes no no no"));
}

TEST(Quote, of_too_many_words_is_none) {
    std::string text;
    for (std::size_t i = 0; i < quote_words_max + 1; ++i) text += "la ";
    Transcript long_talk;
    long_talk.text = text;
    const QuoteFinder finder(long_talk);
    EXPECT_FALSE(finder.find(text));
    EXPECT_TRUE(finder.find(text.substr(3)));
}

}  // namespace
}  // namespace parley::transcripts
