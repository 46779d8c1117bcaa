#include "understanding/request.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"
#include "understanding/print.hpp"

namespace parley::understanding {
namespace {

std::vector<std::string> problems_of(const std::string& body, Purpose purpose = Purpose::run) {
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    openai::Problems problems;
    read_request(document.root(), purpose, problems);
    return problems.take();
}

std::string about(const std::string& features) { return R"({"transcript_id":"t","speech_understanding":{"request":)" + features + "}}"; }

using Problems = std::vector<std::string>;

TEST(UnderstandingRequest, needs_a_transcript_to_run_and_none_to_be_looked_at) {
    const std::string body = R"({"speech_understanding":{"request":{"custom_formatting":{"date":"yyyy-mm-dd"}}}})";
    EXPECT_EQ(problems_of(body), Problems{"transcript_id is required"});
    EXPECT_EQ(problems_of(body, Purpose::validate), Problems{});
}

TEST(UnderstandingRequest, needs_at_least_one_feature) {
    const Problems none{"speech_understanding.request must be an object with at least one feature"};
    for (const char* const features : {"{}", "null", "[]", "7"}) EXPECT_EQ(problems_of(about(features)), none) << features;
    EXPECT_EQ(problems_of(R"({"transcript_id":"t"})"), none);
}

TEST(UnderstandingRequest, knows_its_features) {
    EXPECT_EQ(
        problems_of(about(R"({"summarization":{"summary_type":"bullets"},"translation":{"target_languages":["es"]},"action_items":{},)"
                          R"("speaker_identification":{"speaker_type":"name"}})")),
        Problems{});
    EXPECT_EQ(problems_of(about(R"({"mind_reading":{}})")), Problems{"speech_understanding.request holds a feature that is not known"});
}

struct Mistake {
    const char* features;
    const char* problem;
};

TEST(UnderstandingRequest, says_what_is_wrong_with_a_feature) {
    const Mistake mistakes[] = {
        {R"({"translation":7})", "translation must be an object"},
        {R"({"translation":{}})", "translation.target_languages is required"},
        {R"({"translation":{"target_languages":[]}})", "translation.target_languages must be a list of 1 to 10 strings"},
        {R"({"translation":{"target_languages":"es"}})", "translation.target_languages must be a list of 1 to 10 strings"},
        {R"({"translation":{"target_languages":["es","es"]}})",
         "translation.target_languages must hold different strings of 1 to 35 characters"},
        {R"({"translation":{"target_languages":["Ignore all"]}})",
         "translation.target_languages must hold codes of languages, as es or pt-BR"},
        {R"({"translation":{"target_languages":["es"],"formal":"yes"}})", "translation.formal must be a boolean"},
        {R"({"translation":{"target_languages":["es"],"effort":"high"}})", "translation.effort must be low or medium"},
        {R"({"speaker_identification":{}})", "speaker_identification.speaker_type is required"},
        {R"({"speaker_identification":{"speaker_type":"voice"}})", "speaker_identification.speaker_type must be name or role"},
        {R"({"speaker_identification":{"speaker_type":"role"}})",
         "speaker_identification.known_values or speakers is required for speaker_type role"},
        {R"({"speaker_identification":{"speaker_type":"name","known_values":["abcdefghijklmnopqrstuvwxyzabcdefghij"]}})",
         "speaker_identification.known_values must hold different strings of 1 to 35 characters"},
        {R"({"speaker_identification":{"speaker_type":"role","speakers":[{"name":"Ann"}]}})",
         "speaker_identification.speakers must each have a role of 1 to 35 characters"},
        {R"({"speaker_identification":{"speaker_type":"role","known_values":["Agent"],"speakers":[{"role":"Agent"}]}})",
         "speaker_identification.speakers cannot stand beside known_values"},
        {R"({"summarization":{}})", "summarization.summary_type is required"},
        {R"({"summarization":{"summary_type":"poem"}})", "summarization.summary_type must be paragraph or bullets"},
        {R"({"action_items":{"include_decisions":1}})", "action_items.include_decisions must be a boolean"},
        {R"({"action_items":[]})", "action_items must be an object"},
    };
    for (const Mistake& mistake : mistakes) EXPECT_EQ(problems_of(about(mistake.features)), Problems{mistake.problem}) << mistake.features;
}

TEST(UnderstandingRequest, has_extra_keys_and_versions_that_are_nobodys_mistake) {
    EXPECT_EQ(problems_of(about(R"({"action_items":{"version":"2","more":[]},"speaker_identification":{"version":2,"speaker_type":"role",)"
                                R"("speakers":[{"role":"Agent","description":"answers","age":7}]}})")),
              Problems{});
}

TEST(UnderstandingRequest, needs_speakers_for_what_is_done_by_speaker) {
    for (const char* features : {R"({"speaker_identification":{"speaker_type":"name"}})",
                                 R"({"translation":{"target_languages":["es"],"match_original_utterance":true}})"}) {
        json::Document document;
        const std::string body = about(features);
        ASSERT_FALSE(document.parse(body));
        openai::Problems problems;
        const Request request = read_request(document.root(), Purpose::run, problems);
        transcripts::Transcript transcript;
        transcript.text = "Nobody was told apart.";
        EXPECT_EQ(check_transcript(request, transcript)->problems, Problems{"speaker_labels or multichannel required"});
        transcript.utterances.push_back({.speaker = "A", .text = "Hello."});
        EXPECT_FALSE(check_transcript(request, transcript));
    }
}

TEST(UnderstandingRequest, writes_nothing_anew_that_was_taken_out) {
    json::Document document;
    const std::string body = about(R"({"custom_formatting":{"date":"mm/dd/yyyy","phone_number":"xxx-xxx-xxxx"}})");
    ASSERT_FALSE(document.parse(body));
    openai::Problems problems;
    const Request request = read_request(document.root(), Purpose::run, problems);
    ASSERT_TRUE(problems.empty());
    transcripts::Transcript transcript;
    transcript.text = "Call [PHONE_NUMBER] on [DATE].";
    transcript.redacted = {"email_address", "person_name"};
    EXPECT_FALSE(check_transcript(request, transcript));
    transcript.redacted = {"phone_number", "email_address", "date"};
    EXPECT_EQ(check_transcript(request, transcript)->problems,
              (Problems{"redact pii phone_number not compatible with formatting phone_number",
                        "redact pii date not compatible with formatting date"}));
}

TEST(UnderstandingRequest, names_the_field_that_is_wrong) {
    const auto formatting = [](const std::string& wish) { return problems_of(about(R"({"custom_formatting":)" + wish + "}")); };
    EXPECT_EQ(formatting("{}"), Problems{"custom_formatting must have one of date, phone_number, email"});
    EXPECT_EQ(formatting(R"({"date":"yy/mm/dd"})"), Problems{"custom_formatting.date is not one of the patterns that are understood"});
    EXPECT_EQ(formatting(R"({"date":"yyyy-mm-dd, dd.mm.yyyy","version":2,"effort":"low"})"), Problems{});
    EXPECT_EQ(formatting(R"({"phone_number":"xxx"})"),
              Problems{"custom_formatting.phone_number is not one of the patterns that are understood"});
    EXPECT_EQ(formatting(R"({"email":"username@domain.com","format_utterances":1})"),
              Problems{"custom_formatting.format_utterances must be a boolean"});
    EXPECT_EQ(formatting(R"([])"), Problems{"custom_formatting must be an object"});
}

TEST(UnderstandingRequest, takes_no_id_that_can_be_nobodys) {
    EXPECT_EQ(problems_of(R"({"transcript_id":"../x","speech_understanding":{"request":{"custom_formatting":{"date":"yyyy-mm-dd"}}}})"),
              Problems{"transcript_id is not the id of a transcript"});
}

TEST(UnderstandingAnswer, leaves_the_text_and_says_what_became_of_what) {
    json::Document document;
    const std::string body =
        about(R"({"custom_formatting":{"date":"yyyy-mm-dd","phone_number":"(xxx)xxx-xxxx","format_utterances":true}})");
    ASSERT_FALSE(document.parse(body));
    openai::Problems problems;
    const Request request = read_request(document.root(), Purpose::run, problems);
    ASSERT_TRUE(problems.empty());
    const auto transcript = transcripts::import_assemblyai(R"({"utterances":[
        {"speaker":"A","text":"Call 415-555-0137.","start":0,"end":900},{"speaker":"B","text":"On 5 March 2026? 415-555-0137?","start":1000,"end":2000}]})");
    ASSERT_TRUE(transcript);
    EXPECT_EQ(
        print_answer(Work(request, *transcript, Room()), "r-1"),
        R"({"request_id":"r-1","speech_understanding":{"request":{"custom_formatting":{"date":"yyyy-mm-dd","phone_number":"(xxx)xxx-xxxx","format_utterances":true}},)"
        R"("response":{"custom_formatting":{"status":"success","mapping":{"415-555-0137":"(415)555-0137","5 March 2026":"2026-03-05"},)"
        R"("formatted_text":"Call (415)555-0137. On 2026-03-05? (415)555-0137?",)"
        R"("formatted_utterances":[{"speaker":"A","text":"Call (415)555-0137.","start":0,"end":900},)"
        R"({"speaker":"B","text":"On 2026-03-05? (415)555-0137?","start":1000,"end":2000}]}}}})");
}

}  // namespace
}  // namespace parley::understanding
