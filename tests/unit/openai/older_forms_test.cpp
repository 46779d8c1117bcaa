#include "openai/older_forms.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::string rewritten(const std::string& body) {
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    return rewrite_older_forms(document).value_or("unchanged");
}

TEST(OlderForms, are_left_alone_where_there_are_none) {
    EXPECT_EQ(rewritten(R"({"messages":[{"role":"assistant","content":"x","function_call":null}],"tools":[]})"), "unchanged");
    EXPECT_EQ(rewritten(R"({"prompt":"x"})"), "unchanged");
}

TEST(OlderForms, of_functions_become_tools) {
    EXPECT_EQ(rewritten(R"({"functions":[{"name":"f","parameters":{"b":1,"a":2}},{"name":"g"}],"x":1,"function_call":"auto"})"),
              R"({"x":1,"tools":[{"type":"function","function":{"name":"f","parameters":{"b":1,"a":2}}},)"
              R"({"type":"function","function":{"name":"g"}}],"tool_choice":"auto"})");
    EXPECT_EQ(rewritten(R"({"function_call":{"name":"f"},"x":1})"), R"({"x":1,"tool_choice":{"type":"function","function":{"name":"f"}}})");
}

TEST(OlderForms, give_way_to_todays) {
    EXPECT_EQ(rewritten(R"({"tools":[1],"functions":[2],"tool_choice":"none","function_call":"auto"})"),
              R"({"tools":[1],"tool_choice":"none"})");
    EXPECT_EQ(rewritten(R"({"tools":null,"functions":[{}]})"), R"({"tools":[{"type":"function","function":{}}]})");
    EXPECT_EQ(rewritten(R"({"functions":null,"x":1})"), R"({"x":1})");
}

TEST(OlderForms, of_history_pair_each_result_with_the_call_before_it) {
    EXPECT_EQ(
        rewritten(R"({"messages":[{"role":"user","content":"x"},)"
                  R"({"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},)"
                  R"({"role":"function","name":"f","content":"1"},)"
                  R"({"role":"assistant","function_call":{"name":"g","arguments":""}},)"
                  R"({"role":"function","name":"g","content":"2"}]})"),
        R"({"messages":[{"role":"user","content":"x"},)"
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
        R"({"role":"tool","tool_call_id":"call_0","content":"1"},)"
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"g","arguments":""}}]},)"
        R"({"role":"tool","tool_call_id":"call_1","content":"2"}]})");
}

}  // namespace
}  // namespace parley::openai
