#include "openai/completion.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

class Completion : public testing::Test {
  protected:
    /// Prints `reply` and parses what was printed; `printed` stays as it was when the reply is refused.
    Result<CompletionSummary> print(std::string_view reply) {
        json::Document document;
        EXPECT_FALSE(document.parse(reply, {.depth_max = 64, .allow_lone_surrogates = true})) << reply;
        CompletionFacts facts;
        facts.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77";
        facts.model = "house-model";
        facts.created = 1790000000;
        facts.response_time_ns = 912345678;
        facts.request_echo = R"({"model":"house-model","max_tokens":300})";
        facts.call_form = form;
        const Result<CompletionSummary> summary = append_completion(printed, document.root(), facts);
        if (summary) {
            EXPECT_FALSE(body.parse(printed, {.depth_max = 64, .allow_lone_surrogates = true})) << printed;
        }
        return summary;
    }
    /// Prints a reply with one choice that holds `message`.
    Result<CompletionSummary> print_message(std::string_view message, std::string_view finish = R"("stop")") {
        return print(R"({"choices":[{"index":0,"message":)" + std::string(message) + R"(,"finish_reason":)" + std::string(finish) + "}]}");
    }
    json::Value choice() { return *body.root().find("choices").elements().begin(); }
    json::Value message() { return choice().find("message"); }

    CallForm form = CallForm::tool_calls;
    std::string printed;
    json::Document body;
};

TEST_F(Completion, is_the_superset_of_both_families) {
    ASSERT_TRUE(print(R"({"id":"up","object":"chat.completion","created":1,"model":"upstream","choices":[{"index":0,)"
                      R"("message":{"role":"assistant","content":"Moved."},"finish_reason":"end_turn"}],)"
                      R"("usage":{"prompt_tokens":412,"completion_tokens":11,"total_tokens":423}})"));
    EXPECT_EQ(printed, R"({"request_id":"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77",)"
                       R"("id":"chatcmpl-0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77","object":"chat.completion",)"
                       R"("created":1790000000,"model":"house-model","choices":[{"index":0,"message":{"role":"assistant",)"
                       R"("content":"Moved."},"finish_reason":"stop","native_finish_reason":"end_turn"}],)"
                       R"("usage":{"input_tokens":412,"prompt_tokens":412,"output_tokens":11,"completion_tokens":11,)"
                       R"("total_tokens":423,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0,)"
                       R"("cache_write_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,)"
                       R"("ephemeral_1h_input_tokens":0}},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,)"
                       R"("accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},)"
                       R"("request":{"model":"house-model","max_tokens":300},"response_time":912345678,)"
                       R"("llm_status_code":200,"http_status_code":200})");
}

TEST_F(Completion, keeps_unknown_fields_at_every_level) {
    ASSERT_TRUE(print(R"({"choices":[{"message":{"content":"x","annotations":[1],"refusal":null},"logprobs":null,)"
                      R"("stop_reason":7}],"system_fingerprint":"fp","x_number":12345678901234567890123})"));
    EXPECT_EQ(message().find("annotations").raw(), "[1]");
    EXPECT_TRUE(message().find("refusal").is_null());
    EXPECT_EQ(choice().find("stop_reason").integer(), 7);
    EXPECT_TRUE(choice().find("logprobs").is_null());
    EXPECT_TRUE(body.root().find("system_fingerprint").equals("fp"));
    EXPECT_EQ(body.root().find("x_number").raw(), "12345678901234567890123");
}

TEST_F(Completion, fills_in_what_a_host_leaves_out) {
    ASSERT_TRUE(print(R"({"choices":[{"message":{}}]})"));
    EXPECT_EQ(choice().find("index").integer(), 0);
    EXPECT_TRUE(message().find("role").equals("assistant"));
    EXPECT_TRUE(message().find("content").is_null());
    EXPECT_TRUE(choice().find("finish_reason").equals("stop"));
    EXPECT_FALSE(choice().find("native_finish_reason"));
    EXPECT_EQ(body.root().find("usage").find("total_tokens").integer(), 0);
}

TEST_F(Completion, makes_a_tool_call_of_an_older_function_call) {
    ASSERT_TRUE(print_message(R"({"content":null,"function_call":{"name":"f","arguments":{"a": 1}}})", R"("function_call")"));
    EXPECT_EQ(message().find("tool_calls").raw(), R"([{"id":"call_0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77_0","type":"function",)"
                                                  R"("function":{"name":"f","arguments":"{\"a\":1}"}}])");
    EXPECT_FALSE(message().find("function_call"));
    EXPECT_TRUE(choice().find("finish_reason").equals("tool_calls"));
}

TEST_F(Completion, answers_callers_who_asked_with_functions_in_their_words) {
    form = CallForm::function_call;
    for (const std::string_view message_text :
         {R"({"content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":""}},)"
          R"({"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]})",
          R"({"content":null,"function_call":{"name":"f"}})"}) {
        printed.clear();
        ASSERT_TRUE(print_message(message_text));
        EXPECT_EQ(message().find("function_call").raw(), R"({"name":"f","arguments":"{}"})");
        EXPECT_FALSE(message().find("tool_calls"));
        EXPECT_FALSE(choice().find("tool_calls"));
        EXPECT_TRUE(choice().find("finish_reason").equals("function_call"));
    }
}

TEST_F(Completion, keeps_empty_content_apart_from_null) {
    ASSERT_TRUE(print_message(R"({"content":""})"));
    EXPECT_EQ(message().find("content").raw(), R"("")");
}

TEST_F(Completion, shows_reasoning_under_both_names_whatever_the_host_calls_it) {
    for (const std::string_view spelling :
         {R"({"content":"x","reasoning_content":"Hm"})", R"({"content":"x","reasoning":"Hm"})",
          R"({"content":"x","reasoning":{"text":"Hm"}})", R"({"content":"x","reasoning_details":[{"text":"Hm"}]})",
          R"({"content":"x","reasoning":"Hm","reasoning_content":"Hm"})",
          R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},{"type":"text","text":"x"}]})"}) {
        printed.clear();
        ASSERT_TRUE(print_message(spelling));
        EXPECT_TRUE(message().find("content").equals("x")) << printed;
        EXPECT_TRUE(message().find("thinking").equals("Hm")) << printed;
        EXPECT_TRUE(message().find("reasoning_content").equals("Hm")) << printed;
    }
}

TEST_F(Completion, leaves_reasoning_away_when_there_is_none) {
    ASSERT_TRUE(print_message(R"({"content":"x","reasoning_content":null})"));
    EXPECT_FALSE(message().find("thinking"));
    EXPECT_TRUE(message().find("reasoning_content").is_null());
}

TEST_F(Completion, mends_halves_of_surrogate_pairs) {
    ASSERT_TRUE(print_message(R"({"content":"a\ud83d","reasoning":"\ude00b"})"));
    EXPECT_EQ(message().find("content").raw(), "\"a\xef\xbf\xbd\"");
    EXPECT_EQ(message().find("thinking").raw(),
              "\"\xef\xbf\xbd"
              "b\"");
}

TEST_F(Completion, mirrors_the_calls_of_a_message_on_the_choice) {
    constexpr std::string_view calls = R"([{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"},"extra":1}])";
    ASSERT_TRUE(print_message(R"({"content":null,"tool_calls":)" + std::string(calls) + "}", R"("tool_calls")"));
    EXPECT_EQ(message().find("tool_calls").raw(), calls);
    EXPECT_EQ(choice().find("tool_calls").raw(), calls);
}

TEST_F(Completion, mends_calls) {
    ASSERT_TRUE(print_message(R"({"tool_calls":[{"function":{"name":"f","arguments":{"a": "b c"}}},)"
                              R"({"id":"x","function":{"name":"g","arguments":""}},{"id":"y","function":{"name":""}}]})"));
    EXPECT_EQ(message().find("tool_calls").raw(), R"([{"id":"call_0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77_0","type":"function",)"
                                                  R"("function":{"name":"f","arguments":"{\"a\":\"b c\"}"}},)"
                                                  R"({"id":"x","type":"function","function":{"name":"g","arguments":"{}"}}])");
    EXPECT_TRUE(choice().find("finish_reason").equals("tool_calls"));
    EXPECT_TRUE(choice().find("native_finish_reason").equals("stop"));
}

TEST_F(Completion, takes_no_calls_for_no_calls) {
    for (const std::string_view none : {"null", "[]", R"([{"function":{}}])"}) {
        printed.clear();
        ASSERT_TRUE(print_message(R"({"content":"x","tool_calls":)" + std::string(none) + "}", R"("tool_calls")"));
        EXPECT_FALSE(message().find("tool_calls")) << none;
        EXPECT_FALSE(choice().find("tool_calls")) << none;
        EXPECT_TRUE(choice().find("finish_reason").equals("stop")) << none;
    }
}

TEST_F(Completion, summarises_for_the_ledger) {
    const Result<CompletionSummary> summary =
        print(R"({"choices":[{"message":{"content":"four","reasoning":"two"},"finish_reason":"length"}],)"
              R"("usage":{"prompt_tokens":5,"completion_tokens":6}})");
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->usage->prompt_tokens, 5);
    EXPECT_EQ(summary->finish_reason, FinishReason::length);
    EXPECT_EQ(summary->output_bytes, 7u);
    printed.clear();
    EXPECT_FALSE(print_message(R"({"content":"x"})")->usage);
}

TEST_F(Completion, refuses_a_reply_that_is_none_and_leaves_the_output_alone) {
    printed = "before";
    for (const std::string_view reply :
         {R"([])", R"({})", R"("x")", R"({"choices":null})", R"({"choices":[]})", R"({"choices":{}})", R"({"choices":[1]})",
          R"({"choices":[{}]})", R"({"choices":[{"message":"x"}]})", R"({"choices":[{"message":{"content":7}}]})",
          R"({"choices":[{"message":{"tool_calls":{}}}]})", R"({"choices":[{"message":{"tool_calls":[1]}}]})",
          R"({"choices":[{"message":{"content":"x"}},{"message":1}]})",
          R"({"choices":[{"message":{"content":"x"},"finish_reason":"error"}]})",
          R"({"error":{"message":"no"},"choices":[{"message":{"content":"x"}}]})"}) {
        const Result<CompletionSummary> summary = print(reply);
        ASSERT_FALSE(summary) << reply;
        EXPECT_EQ(summary.error().kind, ErrorKind::upstream_error);
        EXPECT_EQ(summary.error().source, ErrorSource::upstream);
        EXPECT_EQ(printed, "before");
    }
}

}  // namespace
}  // namespace parley::openai
