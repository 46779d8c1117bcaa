// openai_message_rules_test.cpp: what each rule does to a conversation.
#include "unit/providers/openai_encoded.hpp"

namespace parley::providers::openai_dialect {
namespace {

TEST(OpenAiRules, name_the_role_of_instructions) {
    const auto role = [](catalog::SystemRole role, const std::string& sent) {
        DialectRules rules;
        rules.system_role = role;
        return encode_message(R"({"role":")" + sent + R"(","content":"x"})", rules).body;
    };
    using catalog::SystemRole;
    EXPECT_EQ(role(SystemRole::developer, "system"), R"({"role":"developer","content":"x"})");
    EXPECT_EQ(role(SystemRole::system, "developer"), R"({"role":"system","content":"x"})");
    EXPECT_EQ(role(SystemRole::as_sent, "developer"), R"({"role":"developer","content":"x"})");
    EXPECT_EQ(role(SystemRole::developer, "user"), R"({"role":"user","content":"x"})");
}

TEST(OpenAiRules, cut_cache_markers_where_they_would_be_refused) {
    const std::string message =
        R"({"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],"cache_control":{}})";
    EXPECT_EQ(encode_message(message, {}).body, R"({"role":"user","content":[{"type":"text","text":"x"}]})");
    const std::string tools = R"("tools":[{"cache_control":{},"type":"function","function":{"name":"f","cache_control":{}}}])";
    EXPECT_EQ(encode_members(tools, {}).body, R"("tools":[{"type":"function","function":{"name":"f"}}])");
    const DialectRules knows = rules_with([](DialectRules& bent) { bent.cache_control = true; });
    EXPECT_EQ(encode_message(message, knows).body, message);
    EXPECT_EQ(encode_members(tools, knows).body, tools);
}

TEST(OpenAiRules, shorten_ids_of_calls_and_of_their_results_alike) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.short_call_ids = true; });
    const auto id_in = [&](const std::string& begin, const std::string& id, const std::string& end) {
        const std::string body = encode_message(begin + id + end, rules).body;
        EXPECT_TRUE(body.starts_with(begin) && body.ends_with(end)) << body;
        return body.substr(begin.size(), body.size() - begin.size() - end.size());
    };
    const std::string call = R"({"role":"assistant","content":null,"tool_calls":[{"type":"function","id":")";
    const std::string result = R"({"role":"tool","content":"x","tool_call_id":")";
    for (const std::string id : {"call_0b0f3c52", "functions.f:0", "abcdefghi-", "", "ninebytes"}) {
        const std::string shortened = id_in(call, id, R"(","function":{"name":"f"}}]})");
        EXPECT_EQ(shortened.size(), 9u) << id;
        EXPECT_EQ(shortened, id_in(result, id, "\"}")) << id;
        EXPECT_EQ(shortened == id, id == "ninebytes") << id;
    }
    EXPECT_NE(id_in(result, "call_1", "\"}"), id_in(result, "call_2", "\"}"));
}

TEST(OpenAiRules, cut_ids_of_calls_that_are_too_long_and_those_of_their_results_alike) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.call_id_bytes_max = 40; });
    const auto call = [](const std::string& id) {
        return R"({"role":"assistant","content":null,"tool_calls":[{"id":")" + id + R"(","type":"function","function":{"name":"f"}}]})";
    };
    const auto result = [](const std::string& id) { return R"({"role":"tool","tool_call_id":")" + id + R"(","content":"x"})"; };
    const std::string most = std::string(40, 'a');
    EXPECT_EQ(encode_message(call(most), rules).body, call(most));
    const std::string vllms = "chatcmpl-tool-0123456789abcdef0123456789abcdef";
    const std::string body = encode_message(call(vllms), rules).body;
    const std::string cut = body.substr(call("").find(R"("id":")") + 6, 40);
    EXPECT_TRUE(cut.starts_with(vllms.substr(0, 30)) && cut != vllms.substr(0, 40)) << body;
    EXPECT_EQ(body, call(cut));
    EXPECT_EQ(encode_message(result(vllms), rules).body, result(cut));
    EXPECT_NE(encode_message(call(vllms + "0"), rules).body, body);
    EXPECT_EQ(encode_message(call(vllms), {}).body, call(vllms)) << "others take any";
}

TEST(OpenAiRules, leave_out_of_a_message_what_says_nothing) {
    EXPECT_EQ(encode_message(R"({"role":"assistant","content":"x","tool_calls":[],"function_call":null})", {}).body,
              R"({"role":"assistant","content":"x"})");
    EXPECT_EQ(encode_message(R"({"role":"assistant","tool_calls":null,"content":"x"})", {}).body, R"({"role":"assistant","content":"x"})");
}

TEST(OpenAiRules, bring_reasoning_back_where_the_host_takes_it) {
    const std::string begin = R"({"role":"assistant","content":"x")";
    EXPECT_EQ(encode_message(begin + R"(,"reasoning_content":"hm","thinking":"hm"})", {}).body, begin + R"(,"reasoning_content":"hm"})")
        << "the other name is ours alone";
    const DialectRules strict = rules_with([](DialectRules& bent) { bent.reasoning_back = false; });
    EXPECT_EQ(encode_message(begin + R"(,"reasoning_content":"hm","thinking":"hm"})", strict).body, begin + "}");
}

TEST(OpenAiRules, fill_the_silence_of_a_model_that_only_calls) {
    using catalog::SilentContent;
    const auto filled = [](SilentContent with, const std::string& content) {
        DialectRules rules;
        rules.silent_content = with;
        const std::string calls = R"("tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}])";
        return encode_message(R"({"role":"assistant",)" + content + calls + "}", rules).body.substr(20).substr(0, 24);
    };
    const auto begins = [&](SilentContent with, const std::string& content, const std::string& expected) {
        EXPECT_TRUE(filled(with, content).starts_with(expected)) << filled(with, content);
    };
    begins(SilentContent::as_sent, R"("content":"",)", R"("content":"",)");
    begins(SilentContent::nothing, R"("content":"",)", R"("content":null,)");
    begins(SilentContent::empty_text, R"("content":null,)", R"("content":"",)");
    begins(SilentContent::nothing, R"("content":"One moment.",)", R"("content":"One moment.")");
    DialectRules rules;
    rules.silent_content = SilentContent::nothing;
    const std::string silent = R"({"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f"}}])";
    EXPECT_EQ(encode_message(silent + "}", rules).body, silent + R"(,"content":null})");
    EXPECT_EQ(encode_message(R"({"role":"assistant","content":""})", rules).body, R"({"role":"assistant","content":""})")
        << "it called nothing";
}

TEST(OpenAiRules, show_nobody_the_state_of_another_provider) {
    const std::string state = R"("provider_state":{"anthropic":{"thinking":[]}})";
    EXPECT_EQ(encode_message(R"({"role":"assistant","content":"x",)" + state + "}", {}).body, R"({"role":"assistant","content":"x"})");
    EXPECT_EQ(encode_message("{" + state + R"(,"cache_control":{},"role":"assistant","content":"x"})", {}).body,
              R"({"role":"assistant","content":"x"})");
    const DialectRules knows = rules_with([](DialectRules& bent) { bent.cache_control = true; });
    EXPECT_EQ(encode_message(R"({"role":"assistant",)" + state + R"(,"content":"x","cache_control":{}})", knows).body,
              R"({"role":"assistant","content":"x","cache_control":{}})");
}

TEST(OpenAiRules, give_signatures_back_in_googles_own_words) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.signed_calls = true; });
    const std::string begin = R"({"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f"})";
    const std::string beside = R"(,"extra_content":{"google":{"thought_signature":"c2ln"}})";
    const std::string end = R"(},{"id":"b","type":"function","function":{"name":"f"}}])";
    const std::string state = R"(,"provider_state":{"google":{"thought_signatures":{"a":"c2ln"}}})";
    EXPECT_EQ(encode_message(begin + end + state + "}", rules).body, begin + beside + end + "}");
    EXPECT_EQ(encode_message(begin + beside + end + state + "}", rules).body, begin + beside + end + "}") << "what is there stays";
    EXPECT_EQ(encode_message(begin + end + R"(,"provider_state":{"anthropic":{"thinking":[]}}})", rules).body, begin + end + "}");
    EXPECT_EQ(encode_message(begin + end + state + "}", {}).body, begin + end + "}") << "other hosts do not know it";
}

TEST(OpenAiRules, join_text_where_the_host_knows_no_parts) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.flat_text = true; });
    EXPECT_EQ(encode_message(R"({"role":"user","content":[{"type":"text","text":"a\""},{"type":"input_text","text":"b"}]})", rules).body,
              R"({"role":"user","content":"a\"\nb"})");
    const std::string picture =
        R"({"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:x"}}]})";
    EXPECT_EQ(encode_message(picture, rules).body, picture);
}

TEST(OpenAiRules, bring_parts_into_the_hosts_form_or_refuse_them) {
    struct Row {
        void (*change)(DialectRules&);
        std::string sent;
        std::string expected;  // a part, or a problem
    };
    for (const Row& row : std::vector<Row>{
             {[](DialectRules&) {}, R"({"type":"input_text","text":"a"})", R"({"type":"text","text":"a"})"},
             {[](DialectRules&) {}, R"({"type":"image_url","image_url":"https://x.example/a.png"})",
              R"({"type":"image_url","image_url":{"url":"https://x.example/a.png"}})"},
             {[](DialectRules&) {}, R"({"type":"odd","odd":{}})", R"({"type":"odd","odd":{}})"},
             {[](DialectRules& bent) { bent.supports.data_url_only = true; },
              R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}})",
              R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}})"},
             {[](DialectRules& bent) { bent.supports.data_url_only = true; },
              R"({"type":"image_url","image_url":{"url":"https://x.example/a.png"}})",
              "messages[0].content[0].image_url must be a data URL: the model's provider fetches no pictures"},
             {[](DialectRules& bent) { bent.supports.image_url = false; }, R"({"type":"image_url","image_url":{"url":"data:x"}})",
              "messages[0].content[0] is a picture, which the model's provider does not take"},
             {[](DialectRules& bent) { bent.supports.file = false; }, R"({"type":"file","file":{"file_id":"f"}})",
              "messages[0].content[0] is a file, which the model's provider does not take"},
             {[](DialectRules& bent) { bent.supports.audio = false; },
              R"({"type":"input_audio","input_audio":{"data":"AA","format":"wav"}})",
              "messages[0].content[0] is sound, which the model's provider does not take"},
             {[](DialectRules& bent) { bent.audio_data_uri = true; },
              R"({"type":"input_audio","input_audio":{"data":"AA","format":"wav"}})",
              R"({"type":"input_audio","input_audio":{"data":"data:;base64,AA","format":"wav"}})"},
             {[](DialectRules& bent) { bent.audio_data_uri = true; },
              R"({"type":"input_audio","input_audio":{"data":"data:;base64,AA","format":"wav"}})",
              R"({"type":"input_audio","input_audio":{"data":"data:;base64,AA","format":"wav"}})"},
         }) {
        const Encoded encoded = encode_message(R"({"role":"user","content":[)" + row.sent + "]}", rules_with(row.change));
        if (row.expected.starts_with('{')) {
            EXPECT_EQ(encoded, (Encoded{R"({"role":"user","content":[)" + row.expected + "]}", {}, {}})) << row.sent;
        } else {
            EXPECT_EQ(encoded.problems, Names{row.expected}) << row.sent;
        }
    }
}

/// A whole conversation, and what is left of it.
std::string encode_conversation(const std::string& messages, const DialectRules& rules) {
    const std::string begin = R"({"model":"m","max_tokens":9,"messages":[)";
    const std::string body = encode(begin + messages + "]}", rules).body;
    EXPECT_TRUE(body.starts_with(begin)) << body;
    return body.substr(begin.size(), body.size() - begin.size() - 2);
}

TEST(OpenAiRules, join_instructions_where_the_host_takes_one_message_of_them) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.one_system = true; });
    const std::string first = R"({"role":"system","content":"a"})";
    const std::string user = R"({"role":"user", "content":"x"})";
    EXPECT_EQ(encode_conversation(first + "," + user, rules), first + "," + user);
    EXPECT_EQ(encode_conversation(user, rules), user);
    EXPECT_EQ(encode_conversation(user + "," + first, rules), first + "," + user);
    EXPECT_EQ(encode_conversation(first + R"(,{"role":"developer","content":[{"type":"text","text":"\u0062"}]},)" + user, rules),
              R"({"role":"system","content":"a\n\n\u0062"},)" + user);
    const std::string picture = R"({"role":"system","content":[{"type":"image_url","image_url":{"url":"data:x"}}]})";
    EXPECT_EQ(encode_conversation(first + "," + picture, rules), first + "," + picture) << "what cannot be joined stays";
    EXPECT_EQ(encode_conversation(first + "," + first, {}), first + "," + first);
}

TEST(OpenAiRules, mark_an_answer_that_the_caller_began) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.prefill_prefix = true; });
    const std::string user = R"({"role":"user","content":"x"})";
    EXPECT_EQ(encode_conversation(user + R"(,{"role":"assistant","content":"One"})", rules),
              user + R"(,{"role":"assistant","content":"One","prefix":true})");
    EXPECT_EQ(encode_conversation(user + R"(,{"role":"assistant","content":"One","cache_control":{}})", rules),
              user + R"(,{"role":"assistant","content":"One","prefix":true})");
    for (const std::string other : {R"({"role":"assistant","content":"One","prefix":false})", R"({"role":"user","content":"y"})"}) {
        EXPECT_EQ(encode_conversation(user + "," + other, rules), user + "," + other);
    }
    EXPECT_EQ(encode_conversation(R"({"role":"assistant","content":"One"},)" + user, rules),
              R"({"role":"assistant","content":"One"},)" + user);
}

}  // namespace
}  // namespace parley::providers::openai_dialect
