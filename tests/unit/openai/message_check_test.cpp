#include "openai/message_check.hpp"

#include "unit/openai/request_bodies.hpp"

namespace parley::openai {
namespace {

using tests::conversation;
using tests::problems_of;
using Problem = std::vector<std::string>;

constexpr std::string_view call =
    R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_7","type":"function","function":{"name":"f","arguments":"{}"}}]})";

struct Row {
    std::string messages;
    std::string problem;
};

TEST(Messages, are_refused_by_their_place) {
    for (const auto& [messages, problem] : {
             Row{R"({"role":"owner","content":"x"})", "messages[0].role must be system, developer, user, assistant or tool"},
             Row{R"({"role":"user","content":[{"type":"video_url"}]})",
                 "messages[0].content[0].type must be text, image_url, input_audio or file"},
             Row{R"({"role":"assistant","tool_calls":{}})", "messages[0].tool_calls must be an array"},
             Row{R"({"role":"assistant","tool_calls":[1]})", "messages[0].tool_calls[0] must be an object"},
             Row{R"({"role":"assistant","tool_calls":[{"function":{"name":"f"}}]})", "messages[0].tool_calls[0].id is required"},
             Row{R"({"role":"assistant","tool_calls":[{"id":"1","type":"custom","custom":{"input":"x"}}]})",
                 "messages[0].tool_calls[0].custom.name is required"},
             Row{R"({"role":"assistant","tool_calls":[{"id":"a","function":{}}]})", "messages[0].tool_calls[0].function.name is required"},
             Row{R"({"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":7}}]})",
                 "messages[0].tool_calls[0].function.arguments must be a string"},
             Row{R"({"role":"assistant","function_call":"f"})", "messages[0].function_call.name is required"},
             Row{R"({"role":"assistant","function_call":{"name":"f","arguments":[]}})",
                 "messages[0].function_call.arguments must be a string"},
             Row{R"({"role":"user","content":"x","name":7})", "messages[0].name must be a string"},
             Row{R"({"role":"user","content":[{"type":"image_url","image_url":{}}]})",
                 "messages[0].content[0].image_url.url must be a string"},
             Row{R"({"role":"user","content":[{"type":"image_url"}]})", "messages[0].content[0].image_url.url must be a string"},
             Row{R"({"role":"user","content":[{"type":"input_audio","input_audio":{"data":1}}]})",
                 "messages[0].content[0].input_audio.data must be a string"},
             Row{R"({"role":"user","content":[{"type":"file","file":"x"}]})", "messages[0].content[0].file must be an object"},
             Row{R"({"role":"tool","tool_call_id":1,"content":"x"})", "messages[0].tool_call_id must be a string"},
             Row{R"({"role":"tool","tool_call_id":"call_7","content":"x"},)" + std::string(call),
                 "messages[0].tool_call_id answers no call of an earlier message"},
             Row{std::string(call) + R"(,{"role":"tool","tool_call_id":"call_8","content":"x"})",
                 "messages[1].tool_call_id answers no call of an earlier message"},
             Row{R"({"type":"function_call_output","call_id":"c","output":"x"})",
                 "messages[0].tool_call_id answers no call of an earlier message"},
         }) {
        EXPECT_EQ(problems_of(conversation(messages)), Problem{problem}) << messages;
    }
}

TEST(Messages, are_plain_when_each_is_a_role_of_today_and_a_text) {
    const auto are_plain = [](std::string_view messages) {
        const std::string body = R"({"model":"m","messages":[)" + std::string(messages) + "]}";
        ChatRequest request;
        EXPECT_EQ(read_chat_request(body, request), std::nullopt) << messages;
        return request.parts.only_plain_messages;
    };
    EXPECT_TRUE(are_plain(R"({"role":"system","content":"a"},{"content":"","role":"\u0075ser"},{"role":"assistant","content":"b"})"));
    EXPECT_FALSE(are_plain(R"({"role":"user","content":[{"type":"text","text":"a"}]},{"role":"user","content":"b"})"));
    EXPECT_FALSE(are_plain(R"({"role":"user","content":"a","name":"b"})"));
    EXPECT_FALSE(are_plain(R"({"role":"user","content":"a","cache_control":{}},{"role":"user","content":"b"})"));
    EXPECT_FALSE(are_plain(R"({"role":"function","content":"a"})"));
    EXPECT_FALSE(are_plain(R"({"role":"assistant","content":null})"));
}

TEST(Messages, may_have_any_role_and_lists_of_parts_for_each) {
    for (const std::string_view role : {"system", "developer", "user", "assistant", "function"}) {
        const std::string opening = R"({"role":")" + std::string(role) + R"(","name":"n","content":)";
        for (const std::string_view content :
             {"null", "\"x\"", "[]", R"([{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}])",
              R"([{"type":"input_text","text":"x"}])", R"([{"type":"refusal","refusal":"no"}])"}) {
            EXPECT_EQ(problems_of(conversation(opening + std::string(content) + "}")), Problem{}) << role << content;
        }
    }
}

TEST(Messages, may_hold_calls_in_every_form_of_real_histories) {
    for (const std::string_view arguments : {"\"{}\"", "\"\"", "\"not JSON\"", "null", R"({"a":1})"}) {
        const std::string function = R"({"name":"f","arguments":)" + std::string(arguments) + "}";
        EXPECT_EQ(problems_of(conversation(R"({"role":"assistant","tool_calls":[{"id":"a","function":)" + function + "}]}")), Problem{});
        EXPECT_EQ(problems_of(conversation(R"({"role":"assistant","function_call":)" + function + "}")), Problem{});
    }
}

TEST(Messages, may_write_the_address_of_a_picture_where_its_object_belongs) {
    EXPECT_EQ(problems_of(conversation(R"({"role":"user","content":[{"type":"image_url","image_url":"https://example.test/a.png"}]})")),
              Problem{});
}

TEST(Messages, answer_calls_that_were_made_before_them) {
    for (const std::string& messages : {
             std::string(call) + R"(,{"role":"tool","tool_call_id":"call_7","content":"x"})",
             std::string(call) + R"(,{"role":"tool","tool_call_id":"call_\u0037","content":[{"type":"text","text":"x"}]})",
             std::string(R"({"type":"function_call","call_id":"c","name":"f"},{"type":"function_call_output","tool_call_id":"c"})"),
         }) {
        EXPECT_EQ(problems_of(conversation(messages)), Problem{}) << messages;
    }
}

TEST(Messages, note_the_first_part_of_each_kind) {
    const std::string body =
        conversation(R"({"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"u"}}]},)"
                     R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}},{"type":"file","file":{}}]})");
    ChatRequest request;
    ASSERT_FALSE(read_chat_request(body, request));
    EXPECT_EQ(request.parts.image, "messages[0].content[1]");
    EXPECT_EQ(request.parts.audio, "");
    EXPECT_EQ(request.parts.file, "messages[1].content[1]");
}

}  // namespace
}  // namespace parley::openai
