#include "openai/longer_body.hpp"

#include <gtest/gtest.h>

#include <array>

#include "openai/chat_request.hpp"

namespace parley::openai {
namespace {

std::string continued(const std::string& body) {
    json::Document document;
    EXPECT_FALSE(document.parse(body));
    const std::string longer = longer_body(document.root(), R"({"role":"assistant","content":"b"},{"role":"user","content":"c"})");
    ChatRequest request;
    EXPECT_FALSE(read_chat_request(longer, request)) << longer;
    return longer;
}

TEST(LongerBody, has_messages_behind_those_that_were_there) {
    EXPECT_EQ(
        continued(R"({"model":"m","messages":[ {"role":"user","content":"a"} ],"n\u0061me":1e3})"),
        R"({"model":"m","n\u0061me":1e3,"messages":[ {"role":"user","content":"a"} ,{"role":"assistant","content":"b"},{"role":"user","content":"c"}]})");
}

TEST(LongerBody, begins_its_conversation_with_the_prompt) {
    EXPECT_EQ(
        continued(R"({"prompt":"say \"a\"","messages":null,"model":"m"})"),
        R"({"model":"m","messages":[{"role":"user","content":"say \"a\""},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]})");
}

TEST(LongerBody, leaves_out_what_is_named_and_may_go_on_with_nothing) {
    json::Document document;
    EXPECT_FALSE(document.parse(R"({"model":"m","stop":"x","messages":[{"role":"user","content":"a"}],"fallb\u0061cks":[]})"));
    constexpr std::array<std::string_view, 2> without = {"fallbacks", "stop"};
    EXPECT_EQ(longer_body(document.root(), {}, without), R"({"model":"m","messages":[{"role":"user","content":"a"}]})");
}

}  // namespace
}  // namespace parley::openai
