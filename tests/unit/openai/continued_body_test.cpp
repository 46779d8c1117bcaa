#include "openai/continued_body.hpp"

#include <gtest/gtest.h>

#include "openai/chat_request.hpp"

namespace parley::openai {
namespace {

std::string continued(const std::string& body) {
    json::Document document;
    EXPECT_FALSE(document.parse(body));
    const std::string longer = continued_body(document.root(), R"({"role":"assistant","content":"b"},{"role":"user","content":"c"})");
    ChatRequest request;
    EXPECT_FALSE(read_chat_request(longer, request)) << longer;
    return longer;
}

TEST(ContinuedBody, has_messages_behind_those_that_were_there) {
    EXPECT_EQ(continued(R"({"model":"m","messages":[ {"role":"user","content":"a"} ],"n\u0061me":1e3})"),
              R"({"model":"m","n\u0061me":1e3,"messages":[ {"role":"user","content":"a"} ,{"role":"assistant","content":"b"},{"role":"user","content":"c"}]})");
}

TEST(ContinuedBody, begins_its_conversation_with_the_prompt) {
    EXPECT_EQ(continued(R"({"prompt":"say \"a\"","messages":null,"model":"m"})"),
              R"({"model":"m","messages":[{"role":"user","content":"say \"a\""},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]})");
}

}  // namespace
}  // namespace parley::openai
