#include "transcripts/citations.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

using Quotes = std::vector<std::string>;

struct Case {
    const char* answer;
    Quotes quotes;
};

TEST(QuotesIn, are_between_quotation_marks_of_any_kind) {
    const Case cases[] = {
        {"She said \"I will send it\" and left.", {"I will send it"}},
        {"She said “I will send it”.", {"I will send it"}},
        {"Sie sagte „ich schicke es morgen“.", {"ich schicke es morgen"}},
        {"Elle a dit « je vais l'envoyer ».", {" je vais l'envoyer "}},
        {"\"one two three\" and \"four five six\"", {"one two three", "four five six"}},
        {"\"one two three\" and again \"one two three\"", {"one two three"}},
        {"The \"form\" and the \"blue form\" are names.", {}},
        {"A 5\" pipe and a 6\" pipe and a 7\" pipe.", {}},
        {"It \"never ends within\n\nits paragraph\" so it is none.", {}},
        {"It \"goes over\na line\" though.", {"goes over\na line"}},
        {"\"", {}},
        {"", {}},
        {"“an open end that goes on", {}},
    };
    for (const Case& one : cases) EXPECT_EQ(quotes_in(one.answer), one.quotes) << one.answer;
}

TEST(QuotesIn, are_members_called_so_where_the_answer_is_json) {
    const Case cases[] = {
        {R"({"answer":"She said \"one two three\".","quote":"I will"})", {"I will"}},
        {R"({"points":[{"text":"a","quote":"b c"},{"text":"d","quotes":["e f",{"quote":"g"}]}]})", {"b c", "e f", "g"}},
        {"```json\n{\"quote\":\"x y\"}\n```", {"x y"}},
        {R"([{"quote":7},{"quote":null}])", {}},
    };
    for (const Case& one : cases) EXPECT_EQ(quotes_in(one.answer), one.quotes) << one.answer;
}

TEST(QuotesIn, are_so_many_and_no_more) {
    std::string answer;
    for (std::size_t at = 0; at < citations_max + 50; ++at) answer += "\"number " + std::to_string(at) + " of many\" ";
    EXPECT_EQ(quotes_in(answer).size(), citations_max);
}

TEST(QuotesIn, are_found_in_time_in_proportion_to_the_answer) {
    for (const char* const mark : {"\xe2\x80\x9c", "\xe2\x80\x9e", "\xc2\xab", " \""}) {
        std::string answer;
        while (answer.size() < 400'000) answer += mark;
        EXPECT_TRUE(quotes_in(answer).empty());
        EXPECT_EQ(quotes_in(answer + "\n\n\"three words here\"").size(), 1u);
    }
}

TEST(Citations, say_who_said_it_and_when_or_that_nobody_did) {
    const auto transcript = import_assemblyai(R"({"utterances":[
        {"speaker":"A","text":"Harbour clinic, how can I help?","start":240,"end":4640},
        {"speaker":"B","text":"I will send the form.","start":5000,"end":6000}]})");
    EXPECT_EQ(print_citations(*transcript, "B promised: \"I will send the form\". A said \"I will send nothing\"."),
              R"([{"quote":"I will send the form","found":true,"speaker":"B","start_ms":5000,"end_ms":6000},)"
              R"({"quote":"I will send nothing","found":false}])");
    EXPECT_EQ(print_citations(*transcript, "Nothing is quoted."), "[]");
    Transcript text;
    text.text = "No times at all.";
    EXPECT_EQ(print_citations(text, "\"no times at all\""), R"([{"quote":"no times at all","found":true}])");
}

}  // namespace
}  // namespace parley::transcripts
