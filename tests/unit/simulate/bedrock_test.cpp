// What the simulated Bedrock takes, and what it refuses as the real one does. That good signatures are taken is seen from the other
// side: AWS's own client signs for it (tests/sdk/bedrock_simulator.test.mjs), and so does the gateway.
#include <gtest/gtest.h>

#include "simulate/bedrock/address.hpp"
#include "simulate/bedrock/frames.hpp"
#include "simulate/bedrock/question.hpp"
#include "simulate/bedrock/reply_sequence.hpp"
#include "simulate/bedrock/signature.hpp"

namespace parley::simulate::bedrock {
namespace {

std::string refusal_of(std::string_view body) {
    const auto question = read_question({"echo", false}, body);
    return question ? std::string() : question.error().message;
}

std::string with(const std::string& members) {
    return R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}])" + (members.empty() ? "" : "," + members) + "}";
}

TEST(BedrockAddress, is_read_from_the_path) {
    const auto address = read_address("/model/us.anthropic.claude-x-v1%3A0/converse");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->model, "us.anthropic.claude-x-v1:0");
    EXPECT_FALSE(address->streams);
    EXPECT_TRUE(read_address("/model/words-5%3Frate%3D1/converse-stream")->streams);
    for (const std::string_view path : {"/model/a/invoke", "/model//converse", "/model/a/b/converse", "/model/a", "/v1/models"}) {
        EXPECT_FALSE(read_address(path)) << path;
    }
}

TEST(BedrockQuestion, is_read) {
    const auto question = read_question({"echo", true}, with(R"("system":[{"text":"four"}],"inferenceConfig":{"maxTokens":9},
        "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"f"}}},
        "additionalModelRequestFields":{"thinking":{"type":"adaptive"}})"));
    ASSERT_TRUE(question) << question.error().message;
    EXPECT_TRUE(question->stream);
    EXPECT_EQ(question->user_text, "Hi");
    EXPECT_EQ(question->max_tokens, 9);
    EXPECT_EQ(question->tool_choice, ToolChoice::named);
    EXPECT_EQ(question->named_tool, "f");
    EXPECT_TRUE(question->may_think);
    EXPECT_EQ(question->tools.front().parameters, R"({"type":"object"})");
}

TEST(BedrockQuestion, reads_the_choice_among_claude_s_fields) {
    const auto question = read_question({"echo", true}, with(R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":
        {"type":"object"}}}}]},"additionalModelRequestFields":{"tool_choice":{"type":"any","disable_parallel_tool_use":true}})"));
    ASSERT_TRUE(question) << question.error().message;
    EXPECT_EQ(question->tool_choice, ToolChoice::required);
    EXPECT_FALSE(question->parallel_tool_calls);
}

TEST(BedrockQuestion, is_refused_as_bedrock_refuses) {
    struct Row {
        std::string body, words;
    };
    const std::string call = R"({"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"f","input":{}}}]})";
    const std::string tools = R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}]})";
    const auto asked = [&](const std::string& more) {
        return R"({"messages":[{"role":"user","content":[{"text":"Hi"}]},)" + more + "]," + tools + "}";
    };
    for (
        const Row& row : {
            Row{with(R"("model":"x")"), "extraneous key [model]"},
            Row{R"({"messages":[{"role":"user","content":[{"text":" "}]}]})", "is blank"},
            Row{R"({"messages":[{"role":"assistant","content":[{"text":"x"}]}]})", "must start with a user message"},
            Row{R"({"messages":[]})", "at least one message"},
            Row{with(R"("inferenceConfig":{"maxTokens":0})"), "maxTokens"},
            Row{with(R"("inferenceConfig":{"temperature":1.5})"), "temperature"},
            Row{with(R"("toolConfig":{"tools":[]})"), "greater than or equal to 1"},
            Row{with(R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","description":" ","inputSchema":{"json":{"type":"object"}}}}]})"),
                "description"},
            Row{R"({"messages":[{"role":"user","content":[{"text":"Hi"}]},)" + call +
                    R"(,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"x"}]}}]}]})",
                "toolConfig field must be defined"},
            Row{asked(call), "Expected toolResult blocks"},
            Row{asked(call + R"(,{"role":"user","content":[{"toolResult":{"toolUseId":"b","content":[]}}]})"), "exceeds the number"},
            Row{asked(call + R"(,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":""}]}}]})"), "is blank"},
            Row{R"({"messages":[{"role":"user","content":[{"document":{"name":"a","format":"pdf","source":{"bytes":"eA=="}}}]}]})",
                "text block"},
            Row{R"({"messages":[{"role":"user","content":[{"text":"x"},{"document":{"name":"a.pdf","format":"pdf","source":{"bytes":"eA=="}}}]}]})",
                "alphanumeric"},
            Row{R"({"messages":[{"role":"user","content":[{"text":"x"},{"image":{"format":"tiff","source":{"bytes":"eA=="}}}]}]})",
                "image"},
        }) {
        EXPECT_NE(refusal_of(row.body).find(row.words), std::string::npos) << row.body << "\n" << refusal_of(row.body);
    }
}

TEST(BedrockSignature, keys_are_taken_and_what_is_no_signature_is_named) {
    const auto denial_of = [](std::string_view authorization, std::string_view date = "20260921T142640Z") {
        http::Fields fields;
        fields.add({"host", "h"});
        fields.add({"x-amz-date", date});
        if (!authorization.empty()) fields.add({"authorization", authorization});
        const Received received{"POST", "/model/a/converse", "", fields, "{}", 1790000800};
        const auto denial = deny(received);
        return denial ? denial->exception : std::string();
    };
    const std::string scope = "/20260921/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
    EXPECT_EQ(denial_of("Bearer bedrock-api-key-x"), "");
    EXPECT_EQ(denial_of(""), "MissingAuthenticationTokenException");
    EXPECT_EQ(denial_of("AWS4-HMAC-SHA256 nothing"), "IncompleteSignatureException");
    EXPECT_EQ(denial_of("AWS4-HMAC-SHA256 Credential=AKIDSTRANGER" + scope), "UnrecognizedClientException");
    EXPECT_EQ(denial_of("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE" + scope), "InvalidSignatureException");
    EXPECT_EQ(denial_of("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE" + scope, "20260921T000000Z"), "InvalidSignatureException");
}

TEST(BedrockFrames, are_those_of_the_specification) {
    // The 118 bytes of a messageStart, whose checksums were computed elsewhere.
    const std::string frame = print_event("messageStart", R"({"role":"assistant"})");
    ASSERT_EQ(frame.size(), 118u);
    EXPECT_EQ(frame.substr(0, 12), std::string("\x00\x00\x00\x76\x00\x00\x00\x52\x96\xd5\xfa\xde", 12));
    EXPECT_EQ(frame.substr(114), "\x6f\xa8\xc5\x99");
}

TEST(BedrockSequence, is_opened_told_block_by_block_closed_and_counted) {
    Answer answer;
    answer.reasoning = "Hm.";
    answer.content = "One two";
    answer.tool_calls = {{"call_1", "f", "{}"}};
    answer.finish_reason = "tool_calls";
    ReplySequence sequence(std::move(answer));
    std::string names;
    while (const auto chunk = sequence.next()) names += (names.empty() ? "" : " ") + chunk->name;
    EXPECT_EQ(names,
              "messageStart contentBlockDelta contentBlockDelta contentBlockStop contentBlockDelta contentBlockDelta contentBlockStop "
              "contentBlockStart contentBlockStop messageStop metadata");
    EXPECT_FALSE(sequence.end());
}

}  // namespace
}  // namespace parley::simulate::bedrock
