#include "openai/completion_collector.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::openai {
namespace {

class Collector : public testing::Test {
  protected:
    CompletionFacts facts() {
        CompletionFacts facts;
        facts.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77";
        facts.model = "house-model";
        facts.created = 1790000000;
        facts.response_time_ns = 912345678;
        facts.request_echo = R"({"model":"house-model","max_tokens":300})";
        return facts;
    }
    Result<CompletionSummary> print(CallForm form = CallForm::tool_calls) {
        CompletionFacts of = facts();
        of.call_form = form;
        printed.clear();
        const Result<CompletionSummary> summary = collector.append(printed, of);
        if (summary) {
            EXPECT_FALSE(body.parse(printed)) << printed;
        }
        return summary;
    }
    json::Value choice() { return *body.root().find("choices").elements().begin(); }
    json::Value message() { return choice().find("message"); }

    CompletionCollector collector;
    std::string printed;
    json::Document body;
};

TEST_F(Collector, prints_what_a_spliced_answer_prints) {
    collector.start("up");
    collector.text("Moved ", TextChannel::content, {});
    collector.text("it.", TextChannel::content, {});
    collector.usage(Usage{.prompt_tokens = 1, .completion_tokens = 1});
    collector.usage(Usage{.prompt_tokens = 412, .completion_tokens = 11});
    collector.finish(FinishReason::stop, "end_turn");
    const Result<CompletionSummary> summary = print();
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->usage->prompt_tokens, 412);
    EXPECT_EQ(summary->output_bytes, 9u);

    json::Document reply;
    ASSERT_FALSE(reply.parse(R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Moved it."},)"
                             R"("finish_reason":"end_turn"}],"usage":{"prompt_tokens":412,"completion_tokens":11}})"));
    std::string spliced;
    ASSERT_TRUE(append_completion(spliced, reply.root(), facts()));
    EXPECT_EQ(printed, spliced);
}

TEST_F(Collector, prints_thoughts_refusals_probabilities_and_state_in_their_fields) {
    collector.reasoning("Hm");
    collector.text("No", TextChannel::refusal, {});
    collector.text("x", TextChannel::content, R"({"content":[]})");
    collector.signature(R"({"a":1})");
    collector.finish(FinishReason::content_filter, {});
    ASSERT_TRUE(print());
    EXPECT_TRUE(message().find("reasoning_content").equals("Hm"));
    EXPECT_TRUE(message().find("thinking").equals("Hm"));
    EXPECT_TRUE(message().find("refusal").equals("No"));
    EXPECT_TRUE(message().find("content").equals("x"));
    EXPECT_EQ(message().find("provider_state").raw(), R"({"a":1})");
    EXPECT_EQ(choice().find("logprobs").raw(), R"({"content":[]})");
    EXPECT_TRUE(choice().find("finish_reason").equals("content_filter"));
    EXPECT_FALSE(choice().find("native_finish_reason"));
}

TEST_F(Collector, mirrors_calls_and_gives_them_arguments) {
    collector.tool_start(0, "a", "f");
    collector.tool_start(1, "b", "g");
    collector.tool_args(1, "{\\\"x\\\":1");
    collector.tool_args(1, "}");
    collector.tool_args(9, "lost");  // never begun
    collector.finish(FinishReason::tool_calls, {});
    ASSERT_TRUE(print());
    const std::string_view calls = R"([{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},)"
                                   R"({"id":"b","type":"function","function":{"name":"g","arguments":"{\"x\":1}"}}])";
    EXPECT_EQ(message().find("tool_calls").raw(), calls);
    EXPECT_EQ(choice().find("tool_calls").raw(), calls);
    EXPECT_TRUE(message().find("content").is_null());
}

TEST_F(Collector, calls_in_the_older_words_when_asked_in_them) {
    collector.tool_start(0, "a", "f");
    collector.tool_start(1, "b", "g");
    collector.finish(FinishReason::tool_calls, {});
    ASSERT_TRUE(print(CallForm::function_call));
    EXPECT_EQ(message().find("function_call").raw(), R"({"name":"f","arguments":"{}"})");
    EXPECT_FALSE(message().find("tool_calls"));
    EXPECT_FALSE(choice().find("tool_calls"));
    EXPECT_TRUE(choice().find("finish_reason").equals("function_call"));
}

TEST_F(Collector, is_an_error_when_the_answer_was_one_or_has_no_end) {
    collector.text("x", TextChannel::content, {});
    EXPECT_EQ(print().error().kind, ErrorKind::upstream_truncated);
    Error error;
    error.kind = ErrorKind::upstream_error;
    error.message = "upstream provider error";
    collector.error(error);
    collector.finish(FinishReason::stop, {});
    EXPECT_EQ(print().error().message, "upstream provider error");
    EXPECT_EQ(printed, "");
}

}  // namespace
}  // namespace parley::openai
