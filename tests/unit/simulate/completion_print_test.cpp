#include "simulate/completion_print.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::simulate {
namespace {

using json::Kind;

const CompletionIdentity identity{"chatcmpl-1", 1'767'225'600, "sim/echo"};

/// The text must outlive what is read from it, so both are kept together.
struct Parsed {
    std::string text;
    json::Document document;
    explicit Parsed(std::string json) : text(std::move(json)) {
        const json::ParseError error = document.parse(text);
        EXPECT_FALSE(error) << describe(error) << "\n" << text;
    }
    json::Value root() const { return document.root(); }
};

Answer text_answer() {
    Answer answer;
    answer.content = "Quote \" and é";
    answer.prompt_tokens = 7;
    answer.cached_tokens = 6;
    answer.completion_tokens = 5;
    return answer;
}

TEST(PrintCompletion, has_every_field_of_the_api) {
    const Parsed parsed(print_completion(text_answer(), identity));
    const json::Value body = parsed.root();
    EXPECT_TRUE(body.find("id").equals("chatcmpl-1"));
    EXPECT_TRUE(body.find("object").equals("chat.completion"));
    EXPECT_EQ(body.find("created").integer(), 1'767'225'600);
    EXPECT_TRUE(body.find("model").equals("sim/echo"));
    EXPECT_TRUE(body.find("system_fingerprint").is(Kind::string));
    ASSERT_EQ(body.find("choices").size(), 1u);
    const json::Value choice = *body.find("choices").elements().begin();
    EXPECT_EQ(choice.find("index").integer(), 0);
    EXPECT_TRUE(choice.find("finish_reason").equals("stop"));
    EXPECT_TRUE(choice.find("logprobs").is_null());
    const json::Value message = choice.find("message");
    EXPECT_TRUE(message.find("role").equals("assistant"));
    EXPECT_TRUE(message.find("content").equals("Quote \" and é"));
    EXPECT_TRUE(message.find("refusal").is_null());
    EXPECT_FALSE(message.find("tool_calls"));
    EXPECT_FALSE(message.find("reasoning_content"));
    const json::Value usage = body.find("usage");
    EXPECT_EQ(usage.find("prompt_tokens").integer(), 7);
    EXPECT_EQ(usage.find("completion_tokens").integer(), 5);
    EXPECT_EQ(usage.find("total_tokens").integer(), 12);
    EXPECT_EQ(usage.find("prompt_tokens_details").find("cached_tokens").integer(), 6);
}

TEST(PrintCompletion, tool_calls_stand_beside_null_content) {
    Answer answer;
    answer.tool_calls = {{"call_1", "look", R"({"q":"x"})"}, {"call_2", "stop", "{}"}};
    answer.finish_reason = "tool_calls";
    const Parsed parsed(print_completion(answer, identity));
    const json::Value choice = *parsed.root().find("choices").elements().begin();
    EXPECT_TRUE(choice.find("message").find("content").is_null());
    const json::Value calls = choice.find("message").find("tool_calls");
    ASSERT_EQ(calls.size(), 2u);
    const json::Value call = *calls.elements().begin();
    EXPECT_TRUE(call.find("id").equals("call_1"));
    EXPECT_TRUE(call.find("type").equals("function"));
    EXPECT_TRUE(call.find("function").find("name").equals("look"));
    EXPECT_TRUE(call.find("function").find("arguments").equals(R"({"q":"x"})"));
}

TEST(PrintCompletion, the_finish_reason_can_be_missing_and_reasoning_can_be_there) {
    Answer answer = text_answer();
    answer.reasoning = "hm";
    const Parsed parsed(print_completion(answer, identity, false));
    const json::Value choice = *parsed.root().find("choices").elements().begin();
    EXPECT_TRUE(choice.find("finish_reason").is_null());
    EXPECT_TRUE(choice.find("message").find("reasoning_content").equals("hm"));
}

TEST(PrintModels, lists_names) {
    const std::vector<std::string> names = {"sim/echo", "sim/\"odd\""};
    const Parsed parsed(print_models(names));
    EXPECT_TRUE(parsed.root().find("object").equals("list"));
    ASSERT_EQ(parsed.root().find("data").size(), 2u);
    for (json::Value model : parsed.root().find("data").elements()) {
        EXPECT_TRUE(model.find("id").is(Kind::string));
        EXPECT_TRUE(model.find("object").equals("model"));
        EXPECT_TRUE(model.find("owned_by").is(Kind::string));
        EXPECT_TRUE(model.find("created").integer());
    }
    EXPECT_EQ(Parsed(print_models({})).root().find("data").size(), 0u);
}

TEST(PrintError, has_all_four_keys) {
    EXPECT_EQ(print_error("no", "server_error", ""), R"({"error":{"message":"no","type":"server_error","param":null,"code":null}})");
    EXPECT_EQ(print_error("no", "requests", "slow_down"),
              R"({"error":{"message":"no","type":"requests","param":null,"code":"slow_down"}})");
}

TEST(UsualError, has_a_row_for_every_status) {
    struct Case {
        int status, row;
    };
    const Case cases[] = {{400, 400}, {404, 404}, {418, 400}, {429, 429}, {500, 500}, {503, 503}, {529, 500}, {200, 500}, {302, 500}};
    for (const Case& c : cases) EXPECT_EQ(usual_error(c.status).status, c.row) << c.status;
    EXPECT_EQ(usual_error(429).code, "rate_limit_exceeded");
}

TEST(PadJson, keeps_an_object_valid_and_makes_it_large) {
    std::string object = R"({"id":"x"})";
    pad_json(object, 1000);
    const Parsed parsed(object);
    EXPECT_TRUE(parsed.root().find("id").equals("x"));
    EXPECT_EQ(parsed.root().find("obfuscation").escaped().size(), 1000u);
}

}  // namespace
}  // namespace parley::simulate
