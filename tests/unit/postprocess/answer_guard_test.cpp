#include "postprocess/answer_guard.hpp"

#include <gtest/gtest.h>

#include <string>

#include "json/write.hpp"
#include "postprocess/answer_keeper.hpp"
#include "postprocess/correction.hpp"
#include "postprocess/guard_schemas.hpp"
#include "postprocess/steps.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::postprocess {
namespace {

using openai::FinishReason;
using openai::TextChannel;

constexpr std::string_view ticket =
    R"({"type":"object","properties":{"topic":{"type":"string"},"urgent":{"type":"boolean"},"count":{"type":"integer"}},"required":["topic","urgent"],"additionalProperties":false})";

/// A request whose answer is to fit a schema, and the steps before its answer.
class Guarded {
  public:
    explicit Guarded(std::string_view schema = ticket, std::string_view more = R"(,"strict":true)",
                     std::string_view steps = R"([{"type":"schema-guard"}])") {
        body_ =
            R"({"model":"m","prompt":"p","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":)" +
            std::string(schema) + std::string(more) +
            R"(}},"tools":[{"type":"function","function":{"name":"open","strict":true,"parameters":)" + std::string(ticket) +
            R"(}},{"type":"function","function":{"name":"look","parameters":{"type":"object","required":["x"]}}}],"post_processing_steps":)" +
            std::string(steps) + "}";
        EXPECT_FALSE(openai::read_chat_request(body_, request_)) << body_;
        steps_ = make_steps(request_, schemas_, told_);
    }

    StepSink& sink() { return *steps_; }
    const std::string& told() const { return told_.lines; }
    /// What is told of an answer with this content.
    const std::string& told_of(std::string_view content, FinishReason reason = FinishReason::stop) {
        std::string escaped;
        json::append_escaped(escaped, content);
        if (!escaped.empty()) steps_->text(escaped, TextChannel::content, {});
        steps_->finish(reason, "");
        return told_.lines;
    }
    const std::string& told_of_call(std::string_view name, std::string_view arguments) {
        std::string escaped;
        json::append_escaped(escaped, arguments);
        steps_->text("I do.", TextChannel::content, {});
        steps_->tool_start(0, "c1", name);
        steps_->tool_args(0, escaped);
        steps_->tool_end(0);
        steps_->finish(FinishReason::tool_calls, "");
        return told_.lines;
    }
    std::vector<std::string> problems() const { return steps_->fault() ? steps_->fault()->error.problems : std::vector<std::string>(); }
    std::string correction() const { return steps_->fault() ? steps_->fault()->correction : std::string(); }

  private:
    std::string body_;
    openai::ChatRequest request_;
    schema::SchemaCache schemas_;
    tests::RecordingSink told_;
    std::unique_ptr<StepSink> steps_;
};

using Problems = std::vector<std::string>;

TEST(AnswerGuard, lets_an_answer_that_fits_pass_byte_for_byte) {
    Guarded guarded;
    guarded.sink().text(R"({ \"topic\" : \"\u00e9\", \"urgent\":true})", TextChannel::content, "[1]");
    guarded.sink().finish(FinishReason::stop, "");
    EXPECT_EQ(guarded.told(), "start \ntext { \\\"topic\\\" : \\\"\\u00e9\\\", \\\"urgent\\\":true}\nlogprobs [1]\nfinish stop \n");
}

TEST(AnswerGuard, puts_an_answer_in_the_form_that_its_schema_asks_for) {
    EXPECT_EQ(Guarded().told_of(R"({"topic":"a","urgent":"true","count":"3","note":"x"})"),
              "start \ntext {\\\"topic\\\":\\\"a\\\",\\\"urgent\\\":true,\\\"count\\\":3}\nfinish stop \n");
}

TEST(AnswerGuard, drops_unknown_members_only_where_the_caller_is_strict) {
    Guarded lax(ticket, "");
    lax.told_of(R"({"topic":"a","urgent":true,"note":"x"})");
    EXPECT_EQ(lax.problems(), Problems{"content must have no members that the schema does not name"});
}

TEST(AnswerGuard, refuses_by_places_and_rules_and_shows_nothing_of_the_answer) {
    Guarded guarded;
    EXPECT_EQ(guarded.told_of(R"({"topic":["secret"],"count":"secret"})"), "error content.urgent is missing\n");
    EXPECT_EQ(guarded.sink().fault()->error.message, "failed to validate JSON output");
    EXPECT_EQ(guarded.problems(),
              (Problems{"content.urgent is missing", "content.topic must be a string", "content.count must be an integer"}));
    EXPECT_EQ(guarded.sink().fault()->error_class, "schema_violated");
    EXPECT_EQ(guarded.sink().fault()->error.kind, ErrorKind::internal);
}

TEST(AnswerGuard, refuses_what_is_no_json_or_says_a_name_twice) {
    for (const std::string_view content : {"", "The caller was polite.", R"({"topic":"a","urgent":true)"}) {
        Guarded guarded;
        guarded.told_of(content);
        EXPECT_EQ(guarded.problems(), Problems{"content must be JSON"}) << content;
    }
    Guarded twice;
    twice.told_of(R"({"topic":"a","topic":"b","urgent":true})");
    EXPECT_EQ(twice.problems(), Problems{"content must have no member twice"});
}

TEST(AnswerGuard, works_on_what_the_steps_before_it_have_made) {
    constexpr std::string_view in_order = R"([{"type":"json-repair"},{"type":"schema-guard"}])";
    EXPECT_EQ(Guarded(ticket, "", in_order).told_of("Sure: {topic: 'a', urgent: 'True'"),
              "start \ntext {\\\"topic\\\": \\\"a\\\",\\\"urgent\\\":true}\nfinish stop \n");
    Guarded other_order(ticket, "", R"([{"type":"schema-guard"},{"type":"json-repair"}])");
    EXPECT_EQ(other_order.told_of("{topic: 'a', urgent: true}"), "error content must be JSON\n");
    Guarded unrepairable(ticket, "", in_order);
    EXPECT_EQ(unrepairable.told_of("No."), "error failed to repair JSON output\n");
    EXPECT_EQ(unrepairable.correction(), "") << "a repair that failed is not asked for again";
}

TEST(AnswerGuard, holds_the_arguments_of_strict_tools_against_their_parameters) {
    EXPECT_EQ(Guarded().told_of_call("open", R"({"topic":"a","urgent":"false"})"),
              "start \ntext I do.\ntool_start 0 c1 open\ntool_args 0 {\\\"topic\\\":\\\"a\\\",\\\"urgent\\\":false}\ntool_end 0\nfinish "
              "tool_calls \n");
    Guarded broken;
    broken.told_of_call("open", R"({"topic":"a"})");
    EXPECT_EQ(broken.problems(), Problems{"tool_calls[0].function.arguments.urgent is missing"});
    Guarded empty;
    empty.told_of_call("open", "");
    EXPECT_EQ(empty.problems().size(), 2u) << "empty arguments are an object without members";
    Guarded not_strict;
    not_strict.told_of_call("look", "{}");
    EXPECT_EQ(not_strict.sink().fault(), nullptr) << "nobody wants this one strictly called";
}

TEST(AnswerGuard, lets_refusals_and_filtered_answers_pass) {
    Guarded refused;
    refused.sink().text("I cannot.", TextChannel::refusal, {});
    refused.sink().finish(FinishReason::stop, "");
    EXPECT_EQ(refused.told(), "start \nrefusal I cannot.\nfinish stop \n");
    EXPECT_EQ(Guarded().told_of("", FinishReason::content_filter), "start \nfinish content_filter \n");
}

TEST(AnswerGuard, tells_the_model_what_was_wrong_unless_it_would_be_cut_off_again) {
    Guarded guarded;
    guarded.told_of(R"({"topic":"a"})");
    EXPECT_EQ(
        guarded.correction(),
        R"({"role":"assistant","content":"{\"topic\":\"a\"}"},{"role":"user","content":"This does not fit the JSON schema that the answer must fit:\n)"
        R"(- content.urgent is missing\nAnswer again with JSON that fits, and with nothing else."})");
    Guarded calling;
    calling.told_of_call("open", "{}");
    EXPECT_TRUE(calling.correction().starts_with(R"({"role":"user","content":"Your last calls were not made)")) << calling.correction();
    Guarded cut;
    cut.told_of(R"({"topic":"a)", FinishReason::length);
    EXPECT_EQ(cut.problems(), (Problems{"the answer was cut off by its limit of tokens", "content must be JSON"}));
    EXPECT_EQ(cut.correction(), "");
    Guarded long_one;
    long_one.told_of('"' + std::string(shown_content_bytes_max, 'x') + '"');
    EXPECT_TRUE(long_one.correction().starts_with(R"({"role":"user")"));
}

TEST(AnswerGuard, leaves_a_long_answer_to_be_worked_on_elsewhere) {
    const std::string list = "[\"" + std::string(70 * 1024, 'x') + "\",\"3\"]";
    Guarded guarded(R"({"prefixItems":[true,{"type":"integer"}]})");
    EXPECT_EQ(guarded.told_of(list), "");
    ASSERT_NE(guarded.sink().due(), nullptr);
    guarded.sink().due()->work();
    guarded.sink().deliver();
    EXPECT_EQ(guarded.sink().due(), nullptr);
    EXPECT_TRUE(guarded.told().ends_with("x\\\",3]\nfinish stop \n"));

    Guarded given_up(R"({"prefixItems":[true,{"type":"integer"}]})");
    given_up.told_of(list);
    given_up.sink().give_up({.error = {.kind = ErrorKind::not_ready, .message = "too late"}, .error_class = "not_checked"});
    EXPECT_EQ(given_up.told(), "error too late\n");
    EXPECT_EQ(given_up.sink().fault()->error_class, "not_checked");
}

std::vector<std::string> refusal_of(const std::string& members) {
    const std::string body = R"({"model":"m","prompt":"p","post_processing_steps":[{"type":"schema-guard"}],)" + members + "}";
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request)) << body;
    schema::SchemaCache schemas;
    const std::optional<Error> error = check_steps(request, schemas);
    return error ? error->problems : std::vector<std::string>();
}

TEST(GuardSchemas, are_refused_before_anybody_is_asked) {
    EXPECT_EQ(
        refusal_of(
            R"-("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"properties":{"a":{"pattern":"(?=a)"}}}}})-"),
        Problems{
            "response_format is invalid: schema-guard: pattern at byte 19 of the schema is no regular expression that can be matched in "
            "linear time (no look-around, no back-references), or a very large one"});
    EXPECT_EQ(
        refusal_of(
            R"("tools":[{"type":"function","function":{"name":"a","parameters":{"$ref":"x"}}},{"type":"function","function":{"name":"b","strict":true,"parameters":{"$ref":"x"}}}])"),
        Problems{"tools[1].function.parameters: schema-guard: $ref at byte 0 of the schema refers to nothing within it, and nothing is "
                 "fetched"});
}

TEST(GuardSchemas, are_none_where_no_schema_is_asked_for) {
    EXPECT_EQ(refusal_of(R"("response_format":{"type":"json_object"})"), Problems());
    EXPECT_EQ(refusal_of(R"("temperature":1)"), Problems());
}

}  // namespace
}  // namespace parley::postprocess
