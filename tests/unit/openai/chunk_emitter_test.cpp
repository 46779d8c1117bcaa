#include "openai/chunk_emitter.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::openai {
namespace {

constexpr std::string_view request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77";
constexpr std::string_view common = R"(data: {"id":"chatcmpl-0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77","object":"chat.completion.chunk",)"
                                    R"("created":1790000000,"model":"m \"1\"",)";

std::string chunk(std::string_view rest) { return std::string(common) + std::string(rest) + "}\n\n"; }
std::string delta(std::string_view members) {
    return chunk(R"("choices":[{"index":0,"delta":{)" + std::string(members) + R"(},"finish_reason":null}])");
}
std::string role(std::string_view content) {
    return chunk(R"("request_id":")" + std::string(request_id) + R"(","choices":[{"index":0,"delta":{"role":"assistant","content":)" +
                 std::string(content) + R"(},"finish_reason":null}])");
}
std::string finish(std::string_view reason) {
    return chunk(R"("choices":[{"index":0,"delta":{},"finish_reason":)" + std::string(reason) + "}]");
}

class Emitter : public testing::Test {
  protected:
    StreamFacts facts(bool include_usage) {
        return {.request_id = request_id, .model = "m \"1\"", .created = 1790000000, .include_usage = include_usage};
    }
    std::string taken() { return std::exchange(out, std::string()); }

    std::string out;
    ChunkEmitter emitter{out, facts(false)};
};

TEST_F(Emitter, says_nothing_for_a_start_or_for_empty_text) {
    emitter.start("chatcmpl-up");
    emitter.text("", TextChannel::content, {});
    emitter.reasoning("");
    emitter.usage(Usage{});
    EXPECT_EQ(out, "");
    EXPECT_FALSE(emitter.started());
}

TEST_F(Emitter, says_the_role_once_and_before_everything) {
    emitter.text("Fri\\nday", TextChannel::content, {});
    EXPECT_TRUE(emitter.started());
    EXPECT_EQ(taken(), role(R"("")") + delta(R"("content":"Fri\nday")"));
    emitter.text(".", TextChannel::content, {});
    EXPECT_EQ(taken(), delta(R"("content":".")"));
}

TEST_F(Emitter, gives_reasoning_refusal_logprobs_and_state_fields_of_their_own) {
    emitter.reasoning("Hm");
    EXPECT_EQ(taken(), role(R"("")") + delta(R"("reasoning_content":"Hm")"));
    emitter.text("No", TextChannel::refusal, {});
    EXPECT_EQ(taken(), delta(R"("refusal":"No")"));
    emitter.signature("{ \"a\":\n1 }");
    EXPECT_EQ(taken(), delta(R"("provider_state":{"a":1})"));
    emitter.text("x", TextChannel::content, "{\n \"content\": [] }");
    EXPECT_EQ(taken(), chunk(R"("choices":[{"index":0,"delta":{"content":"x"},"logprobs":{"content":[]},)"
                             R"("finish_reason":null}])"));
}

TEST_F(Emitter, opens_with_null_content_when_the_turn_opens_with_a_call) {
    emitter.tool_start(0, "call_7", "lookup");
    emitter.tool_args(0, "{\\\"a\\\":1}");
    EXPECT_EQ(taken(), role("null") +
                           delta(R"("tool_calls":[{"index":0,"id":"call_7","type":"function",)"
                                 R"("function":{"name":"lookup","arguments":""}}])") +
                           delta(R"("tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}])"));
}

TEST_F(Emitter, gives_a_call_without_arguments_an_empty_object) {
    emitter.tool_start(0, "a", "f");
    emitter.tool_start(1, "b", "g");
    emitter.tool_args(1, "{}");
    taken();
    emitter.tool_end(0);
    emitter.tool_end(1);
    emitter.tool_end(9);  // never begun
    EXPECT_EQ(taken(), delta(R"("tool_calls":[{"index":0,"function":{"arguments":"{}"}}])"));
}

TEST_F(Emitter, calls_in_the_older_words_when_asked_in_them) {
    StreamFacts older = facts(false);
    older.call_form = CallForm::function_call;
    ChunkEmitter told(out, older);
    told.tool_start(0, "call_7", "lookup");
    told.tool_args(0, "{\\\"a\\\":1}");
    told.tool_start(1, "call_8", "second");  // the older form has one call
    told.tool_args(1, "{}");
    told.tool_end(1);
    told.finish(FinishReason::tool_calls, "tool_calls");
    EXPECT_EQ(taken(), role("null") + delta(R"("function_call":{"name":"lookup","arguments":""})") +
                           delta(R"("function_call":{"arguments":"{\"a\":1}"})") +
                           finish(R"("function_call","native_finish_reason":"tool_calls")"));
}

TEST_F(Emitter, says_the_finish_in_a_chunk_of_its_own_and_nothing_after_it) {
    emitter.text("x", TextChannel::content, {});
    taken();
    emitter.finish(FinishReason::length, "max_tokens");
    emitter.finish(FinishReason::stop, "stop");
    emitter.text("late", TextChannel::content, {});
    emitter.reasoning("late");
    emitter.tool_start(0, "a", "f");
    EXPECT_EQ(taken(), finish(R"("length","native_finish_reason":"max_tokens")"));
    EXPECT_EQ(emitter.finish_reason(), FinishReason::length);
    emitter.close();
    emitter.close();
    EXPECT_EQ(taken(), "data: [DONE]\n\n");
}

TEST_F(Emitter, leaves_the_native_word_out_when_there_is_none) {
    emitter.finish(FinishReason::stop, {});
    EXPECT_EQ(taken(), role(R"("")") + finish(R"("stop")"));
}

TEST_F(Emitter, keeps_usage_from_callers_who_did_not_ask) {
    emitter.finish(FinishReason::stop, {});
    emitter.usage(Usage{.prompt_tokens = 1});
    taken();
    emitter.close();
    EXPECT_EQ(taken(), "data: [DONE]\n\n");
    EXPECT_EQ(emitter.last_usage()->prompt_tokens, 1);
}

TEST_F(Emitter, says_the_last_usage_after_the_finish_to_callers_who_asked) {
    std::string text;
    ChunkEmitter asked(text, facts(true));
    asked.usage(Usage{.prompt_tokens = 1, .completion_tokens = 1});
    asked.finish(FinishReason::stop, {});
    asked.usage(Usage{.prompt_tokens = 40, .completion_tokens = 3});
    text.clear();
    asked.close();
    EXPECT_TRUE(text.starts_with(std::string(common) + R"("choices":[],"usage":{"prompt_tokens":40,"completion_tokens":3)"));
    EXPECT_TRUE(text.ends_with("}}}\n\ndata: [DONE]\n\n"));
}

TEST_F(Emitter, ends_a_broken_stream_with_the_error_and_nothing_else) {
    emitter.text("x", TextChannel::content, {});
    taken();
    Error error;
    error.kind = ErrorKind::upstream_error;
    error.message = "upstream provider error";
    emitter.error(error);
    EXPECT_TRUE(out.starts_with("data: {\"error\":{\"message\":\"upstream provider error\""));
    taken();
    emitter.error(error);
    emitter.text("late", TextChannel::content, {});
    emitter.finish(FinishReason::stop, {});
    emitter.close();
    EXPECT_EQ(taken(), "");
    ASSERT_TRUE(emitter.failure());
    EXPECT_EQ(emitter.failure()->kind, ErrorKind::upstream_error);
}

TEST_F(Emitter, does_not_end_a_stream_that_has_not_finished) {
    emitter.text("x", TextChannel::content, {});
    taken();
    emitter.close();
    EXPECT_EQ(taken(), "");
}

TEST_F(Emitter, counts_what_it_said_for_an_estimate) {
    emitter.text("four", TextChannel::content, {});
    emitter.reasoning("two");
    emitter.tool_start(0, "a", "f");
    emitter.tool_args(0, "{}");
    EXPECT_EQ(emitter.output_bytes(), 9u);
    EXPECT_EQ(emitter.output_chunks(), 4u);
}

TEST_F(Emitter, prints_events_of_one_line_of_json) {
    emitter.text("a", TextChannel::content, {});
    emitter.tool_start(0, "a", "f");
    emitter.tool_end(0);
    emitter.finish(FinishReason::tool_calls, "tool_calls");
    std::string_view rest = out;
    while (!rest.empty()) {
        const std::size_t end = rest.find("\n\n");
        ASSERT_TRUE(rest.starts_with("data: "));
        json::Document document;
        EXPECT_FALSE(document.parse(rest.substr(6, end - 6))) << rest.substr(0, end);
        rest.remove_prefix(end + 2);
    }
}

TEST_F(Emitter, tells_more_of_an_answer_behind_its_finish_alone) {
    emitter.text("a", TextChannel::content, {});
    out.clear();
    emitter.tell("citations", "[]");
    EXPECT_EQ(out, "");
    emitter.finish(FinishReason::stop, {});
    out.clear();
    emitter.tell("citations", R"([{"quote":"a"}])");
    EXPECT_TRUE(out.starts_with("data: {\"id\":")) << out;
    EXPECT_TRUE(out.ends_with(R"("choices":[],"citations":[{"quote":"a"}]})"
                              "\n\n"))
        << out;
}

}  // namespace
}  // namespace parley::openai
