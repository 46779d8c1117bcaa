#include "client/chat_request.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

TEST(ChatRequest, asks_for_a_stream_with_its_usage) {
    EXPECT_EQ(print_chat_request("m", {{Role::user, "say \"hi\"\n"}}, {}),
              R"({"model":"m","messages":[{"role":"user","content":"say \"hi\"\n"}],"stream":true,)"
              R"("stream_options":{"include_usage":true}})");
}

TEST(ChatRequest, holds_what_was_said_and_how_to_answer) {
    const std::vector<Message> messages{{Role::system, "s"}, {Role::user, "u"}, {Role::assistant, "a"}, {Role::user, "v"}};
    const ChatSettings settings{.max_tokens = 7, .temperature = 250'000};
    EXPECT_EQ(print_chat_request("m", messages, settings),
              R"({"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},)"
              R"({"role":"assistant","content":"a"},{"role":"user","content":"v"}],"max_tokens":7,"temperature":0.25,)"
              R"("stream":true,"stream_options":{"include_usage":true}})");
}

}  // namespace
}  // namespace parley::client
