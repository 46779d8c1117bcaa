// Features are asked and answered by hand here, as a model would.
#include <gtest/gtest.h>

#include "transcripts/import.hpp"
#include "understanding/chat_body.hpp"
#include "understanding/print.hpp"

namespace parley::understanding {
namespace {

constexpr Room wide{100'000, 100'000};

/// A request at work on a short call.
struct Desk {
    explicit Desk(const std::string& features, const Room& room = wide) {
        body = R"({"transcript_id":"t","speech_understanding":{"request":)" + features + "}}";
        EXPECT_FALSE(document.parse(body));
        openai::Problems problems;
        request = read_request(document.root(), Purpose::run, problems);
        EXPECT_TRUE(problems.empty()) << problems.take()[0];
        transcript = *transcripts::import_assemblyai(R"({"language_code":"en_us","utterances":[
            {"speaker":"A","text":"Harbour clinic, how can I help?","start":0,"end":900},
            {"speaker":"B","text":"I will send the form on Friday.","start":1000,"end":2000}]})");
        work = std::make_unique<Work>(request, transcript, room);
    }

    Feature& feature() { return *work->features()[0]; }
    Fault take(std::size_t question, const std::string& answer) {
        json::Document parsed;
        EXPECT_FALSE(parsed.parse(answer)) << answer;
        return feature().take(question, parsed.root());
    }
    std::string print() const { return print_answer(*work, "r"); }

    std::string body;
    json::Document document;
    Request request;
    transcripts::Transcript transcript;
    std::unique_ptr<Work> work;
};

struct Case {
    const char* answer;
    const char* fault;  // null: it is good
};

void expect_faults(Desk& desk, std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        const Fault fault = desk.take(0, one.answer);
        EXPECT_EQ(fault.value_or("good"), one.fault ? one.fault : "good") << one.answer;
    }
}

TEST(Translation, asks_for_every_line_and_takes_nothing_less) {
    Desk desk(R"({"translation":{"target_languages":["es"],"match_original_utterance":true}})");
    const std::vector<Question> round = desk.feature().next_round();
    ASSERT_EQ(round.size(), 1u);
    EXPECT_EQ(round[0].material, "1 | A: Harbour clinic, how can I help?\n2 | B: I will send the form on Friday.\n");
    EXPECT_NE(round[0].instructions.find("language with the code es, in a natural, informal register"), std::string::npos);
    expect_faults(desk, {
                            {"[]", "the answer must be an object with the list lines"},
                            {R"({"lines":[{"line":1,"text":"uno"}]})", "line 2 is missing"},
                            {R"({"lines":[{"line":1,"text":"uno"},{"line":1,"text":"uno"}]})", "line 1 stands there twice"},
                            {R"({"lines":[{"line":3,"text":"tres"}]})", "line 3 is not one of those that were asked for"},
                            {R"({"lines":[{"line":1,"text":""}]})", "line 1 has no text"},
                            {R"({"lines":[{"line":2,"text":"Dos."},{"line":1,"text":"Uno."}]})", nullptr},
                        });
    EXPECT_TRUE(desk.feature().next_round().empty());
    const std::string answer = desk.print();
    EXPECT_NE(answer.find(R"("response":{"translation":{"status":"success"}})"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("translated_texts":{"es":"Uno. Dos."}})"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("speaker":"B","words":[],"translated_texts":{"es":"Dos."}})"), std::string::npos) << answer;
}

TEST(Translation, into_the_language_that_was_spoken_asks_nobody_unless_it_is_forced) {
    Desk own(R"({"translation":{"target_languages":["en-GB"]}})");
    EXPECT_TRUE(own.feature().next_round().empty());
    EXPECT_NE(own.print().find(R"("translated_texts":{"en-GB":"Harbour clinic, how can I help? I will send the form on Friday."})"),
              std::string::npos);
    EXPECT_EQ(Desk(R"({"translation":{"target_languages":["en-GB"],"force_translation":true}})").feature().next_round().size(), 1u);
}

TEST(Translation, of_a_long_talk_is_asked_for_in_parts) {
    Desk desk(R"({"translation":{"target_languages":["es","de"]}})", {100'000, 50});
    const std::vector<Question> round = desk.feature().next_round();
    ASSERT_EQ(round.size(), 4u);
    EXPECT_EQ(round[3].material, "2 | B: I will send the form on Friday.\n");
    const char* const answers[] = {R"({"lines":[{"line":1,"text":"a"}]})", R"({"lines":[{"line":2,"text":"b"}]})",
                                   R"({"lines":[{"line":1,"text":"c"}]})", R"({"lines":[{"line":2,"text":"d"}]})"};
    for (std::size_t at = 4; at-- > 0;) EXPECT_FALSE(desk.take(at, answers[at]));
    EXPECT_NE(desk.print().find(R"("translated_texts":{"es":"a b","de":"c d"})"), std::string::npos) << desk.print();
}

TEST(SpeakerIdentification, maps_labels_to_the_values_that_were_given) {
    Desk desk(
        R"({"speaker_identification":{"speaker_type":"role","speakers":[{"role":"Agent","description":"answers"},{"role":"Caller"}]}})");
    const std::vector<Question> round = desk.feature().next_round();
    ASSERT_EQ(round.size(), 1u);
    EXPECT_NE(round[0].instructions.find(R"(["A","B"])"), std::string::npos);
    EXPECT_NE(round[0].instructions.find(R"([{"role":"Agent","description":"answers"},{"role":"Caller"}])"), std::string::npos);
    expect_faults(desk,
                  {
                      {"{}", "the answer must be an object with the list speakers"},
                      {R"({"speakers":[{"label":"C","value":"Agent"}]})", "a label is not one of the speakers'"},
                      {R"({"speakers":[{"label":"A","value":"Agent"}]})", "every label must stand there once"},
                      {R"({"speakers":[{"label":"A","value":"Agent"},{"label":"A","value":"Caller"}]})", "the label A stands there twice"},
                      {R"({"speakers":[{"label":"A","value":"Boss"},{"label":"B","value":"Caller"}]})",
                       "a value is none of those that were given, and not unknown"},
                      {R"({"speakers":[{"label":"A","value":"agent"},{"label":"B","value":"Unknown"}]})", nullptr},
                  });
    const std::string answer = desk.print();
    EXPECT_NE(answer.find(R"("speaker_identification":{"status":"success","mapping":{"A":"Agent"},"effort":"low"})"), std::string::npos)
        << answer;
    EXPECT_NE(answer.find(R"("speaker":"Agent","words":[]},{)"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("speaker":"B","words":[]}])"), std::string::npos) << answer;
}

TEST(Summarization, points_to_the_lines_that_it_is_about) {
    Desk desk(R"({"summarization":{"summary_type":"bullets"}})");
    ASSERT_EQ(desk.feature().next_round().size(), 1u);
    expect_faults(
        desk,
        {
            {R"({"summary":{}})", "the answer must be an object with the list summary"},
            {R"({"summary":[]})", "summary must have 1 to 50 elements"},
            {R"({"summary":[{"headline":"h","text":"","first_line":1,"last_line":1}]})", "summary[0] must have a headline and a text"},
            {R"({"summary":[{"headline":"h","text":"t","first_line":0,"last_line":1}]})", "summary[0] must have lines from 1 to 2"},
            {R"({"summary":[{"headline":"h","text":"t","first_line":2,"last_line":1}]})", "summary[0] must have lines from 1 to 2"},
            {R"({"summary":[{"headline":"h","text":"t","first_line":1,"last_line":3}]})", "summary[0] must have lines from 1 to 2"},
            {R"({"summary":[{"headline":"A form","text":"B sends it.","first_line":1,"last_line":2}]})", nullptr},
        });
    EXPECT_TRUE(desk.feature().next_round().empty());
    EXPECT_NE(desk.print().find(R"("summarization":{"status":"success","summary_type":"bullets","effort":"low",)"
                                R"("summary":[{"headline":"A form","text":"B sends it.","start":0,"end":2000}]})"),
              std::string::npos)
        << desk.print();
}

TEST(Summarization, of_a_long_talk_sums_up_its_parts) {
    Desk desk(R"({"summarization":{"summary_type":"paragraph"}})", {50, 50});
    ASSERT_EQ(desk.feature().next_round().size(), 2u);
    EXPECT_EQ(desk.take(1, R"({"summary":[{"headline":"h","text":"t","first_line":1,"last_line":1}]})").value_or(""),
              "summary[0] must have lines from 2 to 2");
    EXPECT_FALSE(desk.take(1, R"({"summary":[{"headline":"Form","text":"Sent.","first_line":2,"last_line":2}]})"));
    EXPECT_FALSE(desk.take(0, R"({"summary":[{"headline":"Hello","text":"Asked.","first_line":1,"last_line":1}]})"));
    const std::vector<Question> last = desk.feature().next_round();
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(last[0].material, "lines 1 to 1 | Hello: Asked.\nlines 2 to 2 | Form: Sent.\n");
    EXPECT_FALSE(desk.take(0, R"({"summary":[{"headline":"All","text":"Of it.","first_line":1,"last_line":2}]})"));
    EXPECT_TRUE(desk.feature().next_round().empty());
    EXPECT_NE(desk.print().find(R"([{"headline":"All","text":"Of it.","start":0,"end":2000}])"), std::string::npos);
}

TEST(ActionItems, are_told_by_words_that_somebody_said) {
    Desk desk(R"({"action_items":{"include_decisions":true,"effort":"medium"}})");
    ASSERT_EQ(desk.feature().next_round().size(), 1u);
    expect_faults(
        desk,
        {
            {R"({"items":7})", "the answer must be an object with the list items"},
            {R"({"items":[]})", "the answer must be an object with the list decisions"},
            {R"({"items":[{"action_item":"","quote":"help"}],"decisions":[]})", "items[0].action_item must be text"},
            {R"({"items":[{"action_item":"x","quote":"I will send the forms"}],"decisions":[]})",
             "items[0].quote does not stand in the transcript, word for word, as said by one speaker"},
            {R"({"items":[{"action_item":"Send the form","quote":"i will send the form"}],"decisions":[{"decision":"Friday","quote":"on Friday"}]})",
             nullptr},
        });
    EXPECT_NE(
        desk.print().find(
            R"("action_items":{"status":"success","effort":"medium","items":[{"action_item":"Send the form",)"
            R"("quote":"i will send the form","timestamp":1000}],"decisions":[{"decision":"Friday","quote":"on Friday","timestamp":1000}]})"),
        std::string::npos)
        << desk.print();
}

TEST(Features, stand_in_one_answer_in_the_order_of_the_request) {
    Desk desk(R"({"action_items":{},"custom_formatting":{"date":"yyyy-mm-dd"},"summarization":{"summary_type":"bullets"}})");
    ASSERT_EQ(desk.work->features().size(), 2u);
    for (Feature* const feature : desk.work->features()) feature->next_round();
    const std::string answer = desk.print();
    const std::size_t items = answer.find(R"("action_items":{"status")");
    const std::size_t formatting = answer.find(R"("custom_formatting":{"status")");
    const std::size_t summary = answer.find(R"("summarization":{"status")");
    EXPECT_TRUE(items < formatting && formatting < summary && summary != std::string::npos) << answer;
}

TEST(Lines, are_cut_where_sentences_end_and_lose_no_word) {
    transcripts::Transcript transcript;
    std::string sentence = "This is a sentence of some length, and it goes on for a while.";
    for (int i = 0; i < 30; ++i) transcript.text += (i ? " " : "") + sentence;
    const std::vector<Line> lines = lines_of(transcript);
    ASSERT_GT(lines.size(), 3u);
    std::string joined;
    for (const Line& line : lines) {
        EXPECT_LE(line.text.size(), line_bytes_most);
        EXPECT_TRUE(line.text.ends_with('.'));
        joined += (joined.empty() ? "" : " ") + line.text;
    }
    EXPECT_EQ(joined, transcript.text);
}

TEST(Lines, of_a_long_speech_have_the_times_of_their_words) {
    transcripts::Transcript transcript;
    transcripts::Utterance& speech = transcript.utterances.emplace_back();
    speech.end_ms = 100'000;
    for (int i = 0; i < 300; ++i) {
        speech.words.push_back({.text = i % 10 == 9 ? "end." : "word", .start_ms = i * 100, .end_ms = i * 100 + 90});
        speech.text += (i ? " " : "") + speech.words.back().text;
    }
    const std::vector<Line> lines = lines_of(transcript);
    ASSERT_GT(lines.size(), 2u);
    EXPECT_EQ(lines[0].start_ms, 0);
    EXPECT_EQ(lines.back().end_ms, 29'990);
    for (std::size_t at = 1; at < lines.size(); ++at) EXPECT_EQ(*lines[at].start_ms, *lines[at - 1].end_ms + 10);
}

TEST(Parts, cover_all_lines_once) {
    std::vector<Line> lines(10);
    for (Line& line : lines) line.text = "0123456789";
    EXPECT_EQ(parts_of(lines, 45), (std::vector<Part>{{0, 2}, {2, 4}, {4, 6}, {6, 8}, {8, 10}}));
    EXPECT_EQ(parts_of(lines, 1).size(), 10u);
    EXPECT_EQ(parts_of({}, 1).size(), 0u);
}

TEST(ChatBody, shows_the_model_what_was_wrong_with_its_answer) {
    const Question question{"Do it.", "1 | A: \"Hi\"\n", "it", R"({"type":"object"})", "low"};
    EXPECT_EQ(
        print_chat_body(question, {"m", 7, true, true}, nullptr),
        R"({"model":"m","messages":[{"role":"system","content":"Do it."},{"role":"user","content":"1 | A: \"Hi\"\n"}],"max_tokens":7,)"
        R"("response_format":{"type":"json_schema","json_schema":{"name":"it","strict":true,"schema":{"type":"object"}}},"reasoning_effort":"low"})");
    const FailedAnswer failed{"No.", "line 1 is missing"};
    EXPECT_EQ(
        print_chat_body(question, {"m", 7, false, false}, &failed),
        R"({"model":"m","messages":[{"role":"system","content":"Do it."},{"role":"user","content":"1 | A: \"Hi\"\n"},)"
        R"({"role":"assistant","content":"No."},)"
        R"({"role":"user","content":"That is not what was asked for: line 1 is missing. Give the whole answer again."}],"max_tokens":7})");
}

}  // namespace
}  // namespace parley::understanding
