#include "openai/continuation_body.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::string body_of(std::string_view body, const Continuation& continuation) {
    ChatRequest request;
    EXPECT_FALSE(read_chat_request(body, request)) << body;
    return continuation_body(request, continuation);
}

constexpr std::string_view asked = R"({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"my_own":[1],
"fallbacks":[{"model":"n"}],"fallback_config":{"resume":true}})";

TEST(ContinuationBody, has_the_answer_so_far_behind_the_conversation) {
    EXPECT_EQ(
        body_of(asked, {.begun = "Good \"day\"."}),
        R"({"model":"m","stream":true,"my_own":[1],"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Good \"day\"."}]})");
}

TEST(ContinuationBody, may_ask_in_words) {
    EXPECT_EQ(body_of(asked, {.begun = "Good", .instruction = "Go on."}),
              R"({"model":"m","stream":true,"my_own":[1],"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Good"},)"
              R"({"role":"user","content":"Go on."}]})");
}

TEST(ContinuationBody, asks_anew_where_nothing_was_said) {
    EXPECT_EQ(body_of(asked, {}), R"({"model":"m","stream":true,"my_own":[1],"messages":[{"role":"user","content":"hi"}]})");
}

TEST(ContinuationBody, a_prompt_becomes_a_message) {
    EXPECT_EQ(body_of(R"({"model":"m","prompt":"p"})", {.begun = "b"}),
              R"({"model":"m","messages":[{"role":"user","content":"p"},{"role":"assistant","content":"b"}]})");
}

TEST(ContinuationBody, what_is_left_of_the_limit_has_the_callers_name) {
    EXPECT_EQ(body_of(R"({"model":"m","prompt":"p","max_tokens":9})", {.max_tokens = 5}),
              R"({"model":"m","messages":[{"role":"user","content":"p"}],"max_tokens":5})");
    EXPECT_EQ(body_of(R"({"model":"m","prompt":"p","max_tokens":9,"max_completion_tokens":8})", {.max_tokens = 5}),
              R"({"model":"m","messages":[{"role":"user","content":"p"}],"max_completion_tokens":5})");
}

TEST(ContinuationBody, knows_an_answer_that_the_caller_began) {
    ChatRequest begun;
    EXPECT_FALSE(
        read_chat_request(R"({"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]})", begun));
    EXPECT_TRUE(ends_with_assistant(begun));
    ChatRequest asking;
    EXPECT_FALSE(read_chat_request(asked, asking));
    EXPECT_FALSE(ends_with_assistant(asking));
}

}  // namespace
}  // namespace parley::openai
