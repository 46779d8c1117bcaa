#include "transcripts/import.hpp"

#include <gtest/gtest.h>

#include "transcripts/clock_text.hpp"

namespace parley::transcripts {
namespace {

std::string problem_of(const Result<Transcript>& read) { return read ? "" : read.error().problems.at(0); }

TEST(Import, names_the_field_of_another_services_file) {
    EXPECT_EQ(problem_of(import_any(R"({"results":{"channels":[{"alternatives":[{"words":[{"word":"a","start":"0","end":1}]}]}]}})")),
              "results.channels[0].alternatives[0].words[0].start must be a number of seconds");
    EXPECT_EQ(problem_of(import_any(R"({"results":{"utterances":[{"transcript":"a","start":0,"end":1,"speaker":64}]}})")),
              "results.utterances[0].speaker must be a number below 64");
    EXPECT_EQ(problem_of(import_any(R"({"segments":[{"text":"a","start":2,"end":1}]})")), "segments[0].end must not lie before start");
    EXPECT_EQ(problem_of(import_any(R"({"segments":[{"text":"a","start":1e400,"end":1}]})")),
              "segments[0].start must be a number of seconds");
}

TEST(Import, names_the_line_of_subtitles) {
    EXPECT_EQ(problem_of(import_any("WEBVTT\n\n00:01.000 -> 00:02.000\nHello\n")), "line 1 and all others hold no cue");
    EXPECT_EQ(problem_of(import_any("WEBVTT\n\n00:01.000 --> 00:61.000\nHello\n")),
              "line 3 must be of the form 00:00:01.000 --> 00:00:04.000");
    EXPECT_EQ(problem_of(import_any("1\n00:00:02,000 --> 00:00:01,000\nHello\n")),
              "line 2 must be of the form 00:00:01.000 --> 00:00:04.000");
    EXPECT_EQ(problem_of(import_any("1\n00:00:01,000 --> 00:00:02,000\nHe\xffllo\n")), "line 1 or another is not UTF-8");
}

TEST(Import, of_anything_else_says_what_is_understood) {
    for (const char* const text : {"", "   ", "<tt/>", "[1]"}) {
        EXPECT_EQ(problem_of(import_any(text)), "transcript must be JSON of AssemblyAI, Deepgram or OpenAI, WebVTT or SubRip") << text;
    }
}

TEST(Import, of_hostile_subtitles_takes_time_in_proportion_to_them) {
    const std::string marks(1'000'000, '<');
    const auto read = import_any("WEBVTT\n\n00:01.000 --> 00:02.000\n" + marks + "\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->text, marks) << "what never ends is no markup";
    EXPECT_EQ(import_any("WEBVTT\n\n00:01.000 --> 00:02.000\na <b>b</b> c < d > e <f\n")->text, "a b c  e <f");
}

TEST(ClockText, is_read_as_it_is_written) {
    for (const std::int64_t moment :
         {0LL, 1LL, 999LL, 1000LL, 59'999LL, 60'000LL, 3'599'999LL, 3'600'000LL, 359'999'999LL, 360'000'000LL}) {
        std::string written;
        append_clock(written, moment);
        EXPECT_EQ(parse_clock(written), moment) << written;
    }
    std::string written;
    append_clock(written, 4'640);
    EXPECT_EQ(written, "00:00:04.640");
}

TEST(ClockText, of_other_forms_is_refused) {
    for (const char* const text :
         {"", "1:02.003", "00:60.000", "00:00", "00:00.00", "00:00.0000", "00:60:00.000", "-0:00.000", "00:00.000 "}) {
        EXPECT_FALSE(parse_clock(text)) << text;
    }
    EXPECT_EQ(parse_clock("00:04,640"), 4'640);
}

}  // namespace
}  // namespace parley::transcripts
