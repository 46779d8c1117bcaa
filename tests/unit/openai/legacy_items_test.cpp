#include "openai/legacy_items.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::optional<std::string> rewrite(std::string_view messages) {
    json::Document document;
    EXPECT_FALSE(document.parse(messages)) << messages;
    return rewrite_legacy_items(document.root());
}

TEST(LegacyItems, leave_todays_messages_alone) {
    EXPECT_FALSE(rewrite(R"([{"role":"user","content":"x"},{"role":"assistant","type":"function_call"}])"));
}

TEST(LegacyItems, that_stand_together_become_one_message) {
    EXPECT_EQ(rewrite(R"([{"role":"user","content": "x"},)"
                      R"({"type":"function_call","tool_call_id":"1","name":"f","arguments":"{\"a\":1}"},)"
                      R"({"type":"function_call","call_id":"2","name":"g","arguments":null},)"
                      R"({"type":"function_call_output","tool_call_id":"1","name":"f","output":"yes"},)"
                      R"({"type":"function_call_output","call_id":"2","output":{"b": [1, 2]}}])"),
              R"([{"role":"user","content": "x"},{"role":"assistant","content":null,"tool_calls":[)"
              R"({"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},)"
              R"({"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]},)"
              R"({"role":"tool","tool_call_id":"1","content":"yes"},)"
              R"({"role":"tool","tool_call_id":"2","content":"{\"b\":[1,2]}"}])");
}

TEST(LegacyItems, that_stand_apart_become_messages_of_their_own) {
    EXPECT_EQ(rewrite(R"([{"type":"function_call","call_id":"1","name":"f"},{"role":"user"},)"
                      R"({"type":"function_call","call_id":"2","name":"f"}])"),
              R"([{"role":"assistant","content":null,"tool_calls":[)"
              R"({"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user"},)"
              R"({"role":"assistant","content":null,"tool_calls":[)"
              R"({"id":"2","type":"function","function":{"name":"f","arguments":"{}"}}]}])");
}

}  // namespace
}  // namespace parley::openai
