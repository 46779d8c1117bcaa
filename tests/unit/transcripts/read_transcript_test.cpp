#include "transcripts/read_transcript.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

std::string problem_of(const Result<Transcript>& read) {
    if (read) return "";
    EXPECT_EQ(read.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(read.error().message, "invalid transcript");
    return read.error().problems.at(0);
}

struct Mistake {
    const char* json;
    const char* problem;
};

class TranscriptWithAMistake : public testing::TestWithParam<Mistake> {};

TEST_P(TranscriptWithAMistake, is_refused_with_the_path_of_the_field) {
    EXPECT_EQ(problem_of(import_assemblyai(GetParam().json)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, TranscriptWithAMistake,
    testing::Values(
        Mistake{R"([])", "transcript must be an object"},
        Mistake{R"({)", "transcript is not valid JSON: unexpected character or end of text at byte 1"},
        Mistake{R"({"text":7})", "text must be a string"},
        Mistake{R"({"status":"done"})", "status must be queued, processing, completed or error"},
        Mistake{R"({"utterances":{}})", "utterances must be an array"},
        Mistake{R"({"utterances":[{"text":"a","start":0,"end":1},7]})", "utterances[1] must be an object"},
        Mistake{R"({"utterances":[{"text":"a","end":1}]})", "utterances[0].start is required"},
        Mistake{R"({"utterances":[{"text":"a","start":"0","end":1}]})", "utterances[0].start must be a whole number of milliseconds"},
        Mistake{R"({"utterances":[{"text":"a","start":0.5,"end":1}]})", "utterances[0].start must be a whole number of milliseconds"},
        Mistake{R"({"utterances":[{"text":"a","start":-1,"end":1}]})", "utterances[0].start must lie between 0 and ten years"},
        Mistake{R"({"utterances":[{"text":"a","start":2,"end":1}]})", "utterances[0].end must not lie before start"},
        Mistake{R"({"utterances":[{"text":"a","start":0,"end":1,"speaker":{}}]})", "utterances[0].speaker must be a string"},
        Mistake{R"({"utterances":[{"text":"a","start":0,"end":1,"words":[{"text":1,"start":0,"end":1}]}]})",
                "utterances[0].words[0].text must be a string"},
        Mistake{R"({"words":[{"text":"a","start":0,"end":1,"confidence":"high"}]})", "words[0].confidence must be a number"},
        Mistake{R"({"speech_understanding":{"response":{"speaker_identification":{"mapping":{"A":1.5}}}}})",
                "speech_understanding.response.speaker_identification.mapping must be a string"}));

TEST(Transcript, may_have_no_more_speakers_than_the_limit) {
    const auto with_speakers = [](std::size_t count) {
        std::string json = R"({"utterances":[)";
        for (std::size_t at = 0; at < count; ++at) {
            json += (at ? "," : "") + std::string(R"({"text":"a","start":0,"end":1,"speaker":"s)") + std::to_string(at) + "\"}";
        }
        return import_assemblyai(json + "]}");
    };
    EXPECT_TRUE(with_speakers(speakers_max));
    EXPECT_EQ(problem_of(with_speakers(speakers_max + 1)), "utterances must have at most 64 speakers");
}

TEST(Transcript, without_a_text_has_that_of_its_utterances) {
    const auto read = import_assemblyai(R"({"utterances":[{"text":"Good","start":0,"end":1},{"text":"morning.","start":1,"end":2}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->text, "Good morning.");
    EXPECT_EQ(read->status, Status::completed);
    EXPECT_EQ(import_assemblyai(R"({"text":"","utterances":[{"text":"Good","start":0,"end":1}]})")->text, "");
}

TEST(Transcript, that_is_not_finished_says_so) {
    for (const char* const status : {"queued", "processing", "completed", "error"}) {
        const auto read = import_assemblyai(std::string(R"({"status":")") + status + R"(","text":null,"utterances":null,"words":null})");
        ASSERT_TRUE(read);
        EXPECT_EQ(to_string(read->status), status);
    }
}

TEST(Transcript, may_number_its_speakers_and_channels) {
    const auto read = import_assemblyai(R"({"utterances":[{"text":"a","start":0,"end":1,"speaker":2,"channel":1}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->utterances[0].speaker, "2");
    EXPECT_EQ(read->utterances[0].channel, "1");
}

TEST(SpeakerLabel, goes_on_behind_z) {
    EXPECT_EQ(speaker_label(0), "A");
    EXPECT_EQ(speaker_label(25), "Z");
    EXPECT_EQ(speaker_label(26), "AA");
    EXPECT_EQ(speaker_label(26 + 26 * 26 - 1), "ZZ");
}

TEST(Transcript, knows_what_was_taken_out) {
    const auto with_policies = [](std::size_t count) {
        std::string list;
        for (std::size_t at = 0; at < count; ++at) list += (at ? R"(,"date")" : R"("date")");
        return import_assemblyai(R"({"text":"On [DATE].","redact_pii":true,"redact_pii_policies":[)" + list + "]}");
    };
    EXPECT_EQ(with_policies(2)->redacted, (std::vector<std::string>{"date", "date"}));
    EXPECT_TRUE(with_policies(policies_max));
    EXPECT_FALSE(with_policies(policies_max + 1));
}

}  // namespace
}  // namespace parley::transcripts
