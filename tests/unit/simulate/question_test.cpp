#include "simulate/question.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

Question question_of(std::string_view body) {
    auto question = read_question(body);
    EXPECT_TRUE(question) << body << ": " << (question ? "" : question.error().message);
    return question ? *question : Question{};
}

TEST(ReadQuestion, reads_what_it_answers_to) {
    const Question question = question_of(R"({
        "model": "sim/echo", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 9,
        "max_completion_tokens": 7, "parallel_tool_calls": false, "temperature": 0.2, "unknown": [1, 2],
        "messages": [{"role": "system", "content": "Be brief."},
                     {"role": "user", "content": [{"type": "text", "text": "Hel"}, {"type": "image_url"},
                                                  {"type": "text", "text": "lo \u00e9"}]}],
        "tools": [{"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}},
                  {"type": "function", "function": {"name": "stop"}}],
        "tool_choice": {"type": "function", "function": {"name": "look"}},
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "integer"}}}})");
    EXPECT_EQ(question.model, "sim/echo");
    EXPECT_TRUE(question.stream);
    EXPECT_TRUE(question.include_usage);
    EXPECT_EQ(question.max_tokens, 7);
    EXPECT_FALSE(question.parallel_tool_calls);
    EXPECT_EQ(question.user_text, "Hello é");
    EXPECT_EQ(question.tools, (std::vector<OfferedTool>{{"look", R"({"type": "object"})"}, {"stop", ""}}));
    EXPECT_EQ(question.tool_choice, ToolChoice::named);
    EXPECT_EQ(question.named_tool, "look");
    EXPECT_EQ(question.schema, R"({"type": "integer"})");
}

TEST(ReadQuestion, the_least_request_has_the_defaults) {
    const Question question = question_of(R"({"model":"m","messages":[{"role":"user","content":"Hi!"}]})");
    EXPECT_FALSE(question.stream);
    EXPECT_FALSE(question.include_usage);
    EXPECT_TRUE(question.parallel_tool_calls);
    EXPECT_EQ(question.tool_choice, ToolChoice::automatic);
    EXPECT_FALSE(question.max_tokens);
    EXPECT_FALSE(question.schema);
    EXPECT_FALSE(question.tool_result);
    EXPECT_EQ(question.prompt_bytes, 3u);
}

TEST(ReadQuestion, a_tool_result_counts_only_as_the_last_message) {
    const std::string_view ask = R"({"role":"user","content":"a"},{"role":"assistant","content":null})";
    const std::string_view result = R"(,{"role":"tool","tool_call_id":"c","content":"42"})";
    const std::string head = R"({"model":"m","messages":[)" + std::string(ask) + std::string(result);
    EXPECT_EQ(question_of(head + "]}").tool_result, "42");
    const Question later = question_of(head + R"(,{"role":"user","content":"b"}]})");
    EXPECT_FALSE(later.tool_result);
    EXPECT_EQ(later.user_text, "b");
}

TEST(ReadQuestion, a_mistake_is_refused_with_the_name_of_its_field) {
    struct Case {
        const char* body;
        const char* named;
    };
    const Case cases[] = {
        {"", "JSON"},
        {"{", "JSON"},
        {"[]", "object"},
        {R"({"messages":[]})", "model"},
        {R"({"model":7,"messages":[]})", "model"},
        {R"({"model":"m"})", "messages"},
        {R"({"model":"m","messages":[]})", "messages"},
        {R"({"model":"m","messages":"hi"})", "messages"},
        {R"({"model":"m","messages":[{"role":"user"},{"content":"x"}]})", "messages[1].role"},
        {R"({"model":"m","messages":[{"role":"user"}],"tools":{}})", "tools"},
        {R"({"model":"m","messages":[{"role":"user"}],"tools":[{}]})", "tool"},
        {R"({"model":"m","messages":[{"role":"user"}],"tool_choice":"any"})", "tool_choice"},
    };
    for (const Case& c : cases) {
        const auto question = read_question(c.body);
        ASSERT_FALSE(question) << c.body;
        EXPECT_EQ(question.error().kind, ErrorKind::bad_request);
        EXPECT_NE(question.error().message.find(c.named), std::string::npos) << question.error().message;
    }
}

}  // namespace
}  // namespace parley::simulate
