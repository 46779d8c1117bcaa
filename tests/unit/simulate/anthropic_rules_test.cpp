#include "simulate/anthropic_rules.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

std::string broken(const std::string& members) {
    const std::string body = R"({"model":"m","max_tokens":2000,)" + members + "}";
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    return broken_anthropic_rule(document.root()).value_or("");
}

std::string broken_messages(const std::string& messages,
                            const std::string& more = R"("tools":[{"name":"t","input_schema":{"type":"object"}}])") {
    return broken(R"("messages":[)" + messages + "]," + more);
}

const std::string user = R"({"role":"user","content":"hi"})";
const std::string call = R"({"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":{}}]})";
const std::string result = R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"ok"}]})";

std::string thought(const std::string& signature) {
    return R"({"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":")" + signature +
           R"("},{"type":"tool_use","id":"a","name":"t","input":{}}]})";
}

TEST(AnthropicRules, let_a_good_conversation_pass) {
    EXPECT_EQ(broken_messages(user), "");
    EXPECT_EQ(broken_messages(user + "," + call + "," + result), "");
    EXPECT_EQ(
        broken_messages(user + "," + thought(sign_thought("hm")) + "," + result,
                        R"("tools":[{"name":"t","input_schema":{"type":"object"}}],"thinking":{"type":"enabled","budget_tokens":1024})"),
        "");
}

TEST(AnthropicRules, name_what_is_wrong_with_messages) {
    struct Row {
        std::string messages;
        std::string words;
    };
    for (const Row& row : {
             Row{"", "at least one message"},
             Row{R"({"role":"system","content":"x"})", "Unexpected role"},
             Row{R"({"role":"assistant","content":"x"})", "first message must use"},
             Row{R"({"role":"user","content":" "})", "non-whitespace"},
             Row{R"({"role":"user","content":[]})", "must not be empty"},
             Row{user + R"(,{"role":"assistant","content":"x "})", "trailing whitespace"},
             Row{user + "," + call, "without `tool_result`"},
             Row{user + "," + call + "," + user, "without `tool_result`"},
             Row{user + "," + result, "unexpected `tool_use_id`"},
             Row{user + "," + call + "," + result + "," + call + "," + result, "must be unique"},
             Row{user + R"(,{"role":"assistant","content":[{"type":"tool_use","id":"a.b","name":"t","input":{}}]},)" + user,
                 "should match pattern"},
             Row{user + R"(,{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":"{}"}]},)" + user,
                 "valid dictionary"},
             Row{user + "," + call + R"(,{"role":"user","content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"a"}]})",
                 "must come first"},
             Row{user + "," + thought("forged") + "," + result, "Invalid `signature`"},
         }) {
        EXPECT_NE(broken_messages(row.messages).find(row.words), std::string::npos)
            << row.messages << ": " << broken_messages(row.messages);
    }
}

TEST(AnthropicRules, name_what_rules_out_what) {
    struct Row {
        std::string members;
        std::string words;
    };
    const std::string tool = R"("tools":[{"name":"t","input_schema":{"type":"object"}}])";
    const std::string thinks = R"("thinking":{"type":"enabled","budget_tokens":1024})";
    const std::string marker = R"({"type":"text","text":"x","cache_control":{"type":"ephemeral"}})";
    for (const Row& row : {
             Row{R"("temperature":1.5)", "temperature"},
             Row{R"("stop_sequences":[" "])", "stop_sequences"},
             Row{R"("tool_choice":{"type":"auto"})", "while providing tools"},
             Row{tool + R"(,"tool_choice":{"type":"tool","name":"u"})", "not found"},
             Row{R"("tools":[{"name":"t","input_schema":{"type":"object"}},{"name":"t","input_schema":{"type":"object"}}])", "unique"},
             Row{R"("tools":[{"name":"t","input_schema":{}}])", "input_schema"},
             Row{thinks + R"(,"temperature":0.5)", "temperature"},
             Row{thinks + R"(,"top_k":5)", "top_k"},
             Row{R"("thinking":{"type":"enabled","budget_tokens":1023})", "1024"},
             Row{R"("thinking":{"type":"enabled","budget_tokens":2000})", "must be greater"},
             Row{thinks + "," + tool + R"(,"tool_choice":{"type":"any"})", "forces tool use"},
             Row{R"("system":[)" + marker + "," + marker + "," + marker + "," + marker + "," + marker + "]", "maximum of 4"},
             Row{R"("system":[)" + marker + R"(,{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}])", "ttl"},
         }) {
        const std::string said = broken(row.members + R"(,"messages":[)" + user + "]");
        EXPECT_NE(said.find(row.words), std::string::npos) << row.members << ": " << said;
    }
    EXPECT_NE(broken_messages(user + "," + call + "," + result, R"("x":1)").find("must define tools"), std::string::npos);
    EXPECT_NE(broken_messages(user + "," + call + "," + result, tool + "," + thinks).find("Expected `thinking`"), std::string::npos);
}

}  // namespace
}  // namespace parley::simulate
