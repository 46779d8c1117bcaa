#include "simulate/answer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulate/text.hpp"

namespace parley::simulate {
namespace {

Answer ask(std::string_view model, const Question& question) {
    Random random(1);
    const auto options = parse_model(model);
    EXPECT_TRUE(options) << model;
    return make_answer(question, *options, random);
}

Question with_tools() {
    Question question;
    question.tools = {{"look", R"({"type":"object","properties":{"q":{"type":"string"}},"required":["q"]})"}, {"stop", ""}};
    return question;
}

TEST(Answer, says_what_the_model_is_for) {
    Question question;
    question.user_text = "Are you open?";
    EXPECT_EQ(ask("echo", question).content, "Are you open?");
    EXPECT_EQ(ask("fixed", question).content, fixed_sentence);
    EXPECT_EQ(ask("words-5", question).content, seeded_words(5, 1));
    EXPECT_EQ(ask("words-5?seed=9", question).content, seeded_words(5, 9));
    EXPECT_EQ(ask("long-3", question).content.size(), 3u * 1024);
    EXPECT_EQ(ask("long-3", question).piece_bytes, 1024u);
    EXPECT_EQ(ask("json", question).content, R"({"answer":"simulated","ok":true})");
    EXPECT_FALSE(ask("reasoning", question).reasoning.empty());
    EXPECT_EQ(ask("reasoning", question).content, fixed_sentence);
    EXPECT_EQ(ask("fixed", question).finish_reason, "stop");
    EXPECT_EQ(ask("fixed?finish=content_filter", question).finish_reason, "content_filter");
}

TEST(Answer, json_follows_the_schema) {
    Question question;
    question.schema = R"({"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]})";
    EXPECT_EQ(ask("json", question).content, R"({"n":1})");
    EXPECT_EQ(ask("json", question).piece_bytes, 12u) << "an object without spaces still comes in pieces";
}

TEST(Answer, a_tool_is_called_with_arguments_that_fit) {
    const Answer answer = ask("tool", with_tools());
    ASSERT_EQ(answer.tool_calls.size(), 1u);
    EXPECT_EQ(answer.tool_calls[0].name, "look");
    EXPECT_EQ(answer.tool_calls[0].arguments, R"({"q":"example"})");
    EXPECT_TRUE(answer.tool_calls[0].id.starts_with("call_"));
    EXPECT_EQ(answer.finish_reason, "tool_calls");
    EXPECT_EQ(answer.content, "");
}

TEST(Answer, parallel_calls_take_the_offered_tools_in_turn) {
    const Answer answer = ask("tools-3", with_tools());
    ASSERT_EQ(answer.tool_calls.size(), 3u);
    EXPECT_EQ(answer.tool_calls[0].name, "look");
    EXPECT_EQ(answer.tool_calls[1].name, "stop");
    EXPECT_EQ(answer.tool_calls[1].arguments, "{}");
    EXPECT_EQ(answer.tool_calls[2].name, "look");
    EXPECT_NE(answer.tool_calls[0].id, answer.tool_calls[2].id);

    Question one_at_a_time = with_tools();
    one_at_a_time.parallel_tool_calls = false;
    EXPECT_EQ(ask("tools-3", one_at_a_time).tool_calls.size(), 1u);
}

TEST(Answer, the_tool_choice_is_obeyed) {
    Question question = with_tools();
    question.tool_choice = ToolChoice::named;
    question.named_tool = "stop";
    EXPECT_EQ(ask("tool", question).tool_calls.at(0).name, "stop");
    question.named_tool = "unheard_of";
    EXPECT_EQ(ask("tool", question).content, "There is no tool to call.");
    question.tool_choice = ToolChoice::none;
    EXPECT_TRUE(ask("tool", question).tool_calls.empty());
}

TEST(Answer, tools_are_called_for_as_many_rounds_as_were_asked_for) {
    Question question = with_tools();
    EXPECT_EQ(ask("tools-2?rounds=2", question).tool_calls.size(), 2u);
    question.tool_result = "42";
    question.tool_rounds = 1;
    EXPECT_EQ(ask("tools-2?rounds=2", question).tool_calls.size(), 2u);
    question.tool_rounds = 2;
    EXPECT_EQ(ask("tools-2?rounds=2", question).content, "The tool answered: 42");
}

TEST(Answer, thoughts_come_before_whatever_is_answered) {
    Question question = with_tools();
    const Answer answer = ask("tools-2?thoughts=3", question);
    EXPECT_EQ(answer.tool_calls.size(), 2u);
    EXPECT_EQ(std::count(answer.reasoning.begin(), answer.reasoning.end(), ' '), 2);
    EXPECT_GT(answer.reasoning_tokens, 0u);
    question.may_think = false;
    EXPECT_EQ(ask("tools-2?thoughts=3", question).reasoning, "");
}

TEST(Answer, a_tool_result_is_answered_with_text) {
    Question question = with_tools();
    question.tool_result = "42";
    const Answer answer = ask("tool", question);
    EXPECT_TRUE(answer.tool_calls.empty());
    EXPECT_EQ(answer.content, "The tool answered: 42");
    EXPECT_EQ(answer.finish_reason, "stop");
}

TEST(Answer, stops_at_the_token_limit) {
    Question question;
    question.user_text = "12345678";
    question.max_tokens = 2;
    EXPECT_EQ(ask("echo", question).content, "12345678");
    EXPECT_EQ(ask("echo", question).finish_reason, "stop");
    question.max_tokens = 1;
    EXPECT_EQ(ask("echo", question).content, "1234");
    EXPECT_EQ(ask("echo", question).finish_reason, "length");
    question.max_tokens = 0;
    EXPECT_EQ(ask("echo", question).content, "");
    question.user_text = "ab\U0001F642";
    question.max_tokens = 1;
    EXPECT_EQ(ask("echo", question).content, "ab");
}

TEST(Answer, reasoning_counts_against_the_token_limit) {
    Question question;
    for (std::int64_t most = 0; most <= 40; ++most) {
        question.max_tokens = most;
        const Answer answer = ask("reasoning", question);
        EXPECT_LE(answer.completion_tokens, static_cast<std::size_t>(most));
        EXPECT_EQ(answer.finish_reason == "stop", answer.content == fixed_sentence);
    }
}

TEST(Answer, counts_its_tokens_by_bytes) {
    Question question;
    question.user_text = "123456789";
    question.prompt_bytes = 9;
    const Answer answer = ask("echo", question);
    EXPECT_EQ(answer.prompt_tokens, 3u);
    EXPECT_EQ(answer.completion_tokens, 3u);
    EXPECT_EQ(answer.reasoning_tokens, 0u);
    EXPECT_EQ(answer.cached_tokens, 0u);
    EXPECT_EQ(ask("echo?cached=2", question).cached_tokens, 2u);
    EXPECT_EQ(ask("echo?cached=4", question).cached_tokens, 3u) << "no more than the prompt has";
    const Answer thoughtful = ask("reasoning", question);
    EXPECT_GT(thoughtful.reasoning_tokens, 0u);
    EXPECT_EQ(thoughtful.completion_tokens, thoughtful.reasoning_tokens + tokens_in(fixed_sentence.size()));
}

}  // namespace
}  // namespace parley::simulate
