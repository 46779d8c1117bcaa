#include "postprocess/answer_repair.hpp"

#include <gtest/gtest.h>

#include "postprocess/answer_keeper.hpp"
#include "postprocess/answer_stream_repair.hpp"
#include "postprocess/steps.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::postprocess {
namespace {

using openai::FinishReason;
using openai::TextChannel;

AnswerSteps repair_step() {
    AnswerSteps steps;
    steps.push_back(std::make_unique<AnswerRepair>(""));
    return steps;
}

void say(openai::EventSink& sink, std::initializer_list<std::string_view> pieces) {
    for (const std::string_view piece : pieces) sink.text(piece, TextChannel::content, {});
}

TEST(AnswerRepair, mends_the_content_once_the_model_has_finished) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    repair.start("up");
    say(repair, {"{a:", " 'b',", "}"});
    repair.usage({.prompt_tokens = 3, .completion_tokens = 4});
    EXPECT_EQ(told.lines, "usage 3 4\n");
    EXPECT_TRUE(repair.heard());
    EXPECT_EQ(repair.heard_bytes(), 9u);
    repair.finish(FinishReason::stop, "end_turn");
    EXPECT_EQ(told.lines, "usage 3 4\nstart up\ntext {\\\"a\\\": \\\"b\\\"}\nfinish stop end_turn\n");
}

TEST(AnswerRepair, leaves_json_as_it_was_escaped_by_the_provider) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    repair.text(R"({\"a\":\"\u00e9\/\"})", TextChannel::content, "[1]");
    repair.finish(FinishReason::stop, "");
    EXPECT_EQ(told.lines, "start \ntext {\\\"a\\\":\\\"\\u00e9\\/\\\"}\nlogprobs [1]\nfinish stop \n");
}

TEST(AnswerRepair, mends_the_arguments_of_every_call_and_leaves_a_remark_beside_them) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    say(repair, {"I look it up."});
    repair.tool_start(0, "c1", "look");
    repair.tool_args(0, "{city: ");
    repair.tool_args(0, "'Oslo'");
    repair.tool_end(0);
    repair.tool_start(1, "c2", "wait");
    repair.tool_end(1);
    repair.finish(FinishReason::tool_calls, "");
    EXPECT_EQ(told.lines,
              "start \ntext I look it up.\ntool_start 0 c1 look\ntool_args 0 {\\\"city\\\": \\\"Oslo\\\"}\ntool_end 0\n"
              "tool_start 1 c2 wait\ntool_args 1 {}\ntool_end 1\nfinish tool_calls \n");
}

TEST(AnswerRepair, tells_an_error_and_nothing_else_where_there_is_no_json) {
    for (const std::string_view content : {"The caller was polite.", "", "  "}) {
        tests::RecordingSink told;
        AnswerKeeper repair(told, repair_step());
        say(repair, {content});
        repair.finish(FinishReason::stop, "");
        repair.finish(FinishReason::stop, "");
        EXPECT_EQ(told.lines, "error failed to repair JSON output\n") << content;
    }
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    repair.tool_start(0, "c1", "look");
    repair.tool_args(0, "Oslo, please");
    repair.finish(FinishReason::tool_calls, "");
    EXPECT_EQ(told.lines, "error failed to repair JSON output\n");
}

TEST(AnswerRepair, lets_refusals_and_filtered_answers_pass) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    repair.text("I cannot.", TextChannel::refusal, {});
    repair.finish(FinishReason::stop, "");
    EXPECT_EQ(told.lines, "start \nrefusal I cannot.\nfinish stop \n");

    tests::RecordingSink filtered;
    AnswerKeeper nothing(filtered, repair_step());
    nothing.finish(FinishReason::content_filter, "");
    EXPECT_EQ(filtered.lines, "start \nfinish content_filter \n");
}

TEST(AnswerRepair, closes_an_answer_that_was_cut_by_its_limit) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    say(repair, {R"({\"a\": [1, 2)"});
    repair.finish(FinishReason::length, "max_tokens");
    EXPECT_EQ(told.lines, "start \ntext {\\\"a\\\": [1, 2]}\nfinish length max_tokens\n");
}

TEST(AnswerRepair, passes_on_what_went_wrong_upstream_without_the_beginning_of_an_answer) {
    tests::RecordingSink told;
    AnswerKeeper repair(told, repair_step());
    say(repair, {"{a:"});
    repair.error(Error{.kind = ErrorKind::upstream_truncated, .message = "cut"});
    repair.finish(FinishReason::stop, "");
    EXPECT_EQ(told.lines, "error cut\n");
}

TEST(AnswerRepair, chooses_the_value_that_the_schema_asks_for) {
    constexpr std::string_view schema = R"({"type":"object","required":["b"]})";
    EXPECT_EQ(repair_escaped(R"({\"a\":1} {\"b\":2})", schema), R"({\"b\":2})");
    EXPECT_EQ(repair_escaped(R"({\"a\":1} {\"c\":2})", schema), R"([{\"a\":1}, {\"c\":2}])");
    EXPECT_EQ(repair_escaped(R"({\"a\":1} {\"b\":2})"), R"([{\"a\":1}, {\"b\":2}])");
}

TEST(AnswerStreamRepair, passes_on_what_is_certain) {
    tests::RecordingSink told;
    AnswerStreamRepair repair(told);
    repair.start("up");
    say(repair, {"{say: 'Good ", "morning', ", "n: 1"});
    EXPECT_EQ(told.lines, "start up\ntext {\\\"say\\\": \\\"Good \ntext morning\ntext \\\", \\\"n\\\": \n");
    repair.finish(FinishReason::stop, "");
    EXPECT_TRUE(told.lines.ends_with("text 1}\nfinish stop \n")) << told.lines;
}

TEST(AnswerStreamRepair, mends_arguments_as_they_come_and_keeps_a_remark) {
    tests::RecordingSink told;
    AnswerStreamRepair repair(told);
    say(repair, {"I look ", "it up."});
    repair.tool_start(0, "c1", "look");
    repair.tool_args(0, "{city: 'Os");
    repair.tool_args(0, "lo'");
    repair.tool_end(0);
    repair.tool_start(1, "c2", "wait");
    repair.finish(FinishReason::tool_calls, "");
    EXPECT_EQ(told.lines,
              "text I look it up.\ntool_start 0 c1 look\ntool_args 0 {\\\"city\\\": \\\"Os\ntool_args 0 lo\ntool_args 0 \\\"}\ntool_end 0\n"
              "tool_start 1 c2 wait\ntool_end 1\nfinish tool_calls \n");
}

TEST(AnswerStreamRepair, ends_with_an_error_where_no_json_came) {
    for (const std::string_view content : {"The caller was polite.", ""}) {
        tests::RecordingSink told;
        AnswerStreamRepair repair(told);
        if (!content.empty()) say(repair, {content});
        repair.finish(FinishReason::stop, "");
        EXPECT_EQ(told.lines, "error failed to repair JSON output\n") << content;
    }
    tests::RecordingSink told;
    AnswerStreamRepair repair(told);
    repair.tool_start(0, "c1", "look");
    repair.tool_args(0, "Oslo");
    repair.finish(FinishReason::tool_calls, "");
    EXPECT_EQ(told.lines, "tool_start 0 c1 look\nerror failed to repair JSON output\n");
}

TEST(Steps, are_none_where_none_are_asked_for) {
    schema::SchemaCache schemas;
    tests::RecordingSink told;
    const std::string plain = R"({"model":"m","prompt":"p"})";
    openai::ChatRequest without;
    ASSERT_FALSE(openai::read_chat_request(plain, without));
    EXPECT_EQ(make_steps(without, schemas, told), nullptr);

    const std::string asking = R"({"model":"m","prompt":"p","post_processing_steps":[{"type":"json-repair","mode":"stream"}]})";
    openai::ChatRequest whole;
    ASSERT_FALSE(openai::read_chat_request(asking, whole));
    EXPECT_NE(dynamic_cast<AnswerKeeper*>(make_steps(whole, schemas, told).get()), nullptr)
        << "an answer that is not streamed is mended whole";
}

}  // namespace
}  // namespace parley::postprocess
