// A stream as the public API has it, in pieces of every size: what is put together must not depend on how it arrived.
#include "client/answer_reader.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

struct Heard final : AnswerSink {
    void text(std::string_view piece) override { said += piece; }
    void reasoning(std::string_view piece) override { thought += piece; }
    std::string said;
    std::string thought;
};

std::string chunk(std::string_view delta, std::string_view finish_reason = "null") {
    return "data: {\"id\":\"c\",\"request_id\":\"r-1\",\"choices\":[{\"index\":0,\"delta\":" + std::string(delta) +
           ",\"finish_reason\":" + std::string(finish_reason) + "}]}\n\n";
}

constexpr const char* usage_chunk =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17,"
    "\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n";
constexpr const char* done = "data: [DONE]\n\n";

std::string whole_stream() {
    std::string stream = chunk(R"({"role":"assistant","content":""})");
    stream += chunk(R"({"reasoning_content":"Hm, \"so\"."})");
    stream += chunk(R"({"content":"Zürich \ud83d"})") + ": keep-alive\n\n" + chunk(R"({"content":" 日本"})");
    stream += chunk(R"({"tool_calls":[{"index":0,"id":"call_1","function":{"name":"find","arguments":"{\"a\""}}]})");
    stream += chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]})");
    stream += chunk("{}", R"("tool_calls")");
    return stream + usage_chunk + done;
}

Answer read(std::string_view stream, std::size_t cut, Heard& heard) {
    Answer answer;
    AnswerReader reader(answer, heard);
    reader.feed(stream.substr(0, cut));
    reader.feed(stream.substr(cut));
    reader.finish();
    return answer;
}

TEST(AnswerReader, puts_an_answer_together_wherever_it_was_cut) {
    const std::string stream = whole_stream();
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        Heard heard;
        const Answer answer = read(stream, cut, heard);
        ASSERT_FALSE(answer.failure) << answer.failure->message << " at " << cut;
        ASSERT_EQ(answer.text, "Zürich \ufffd 日本") << cut;
        ASSERT_EQ(answer.reasoning, "Hm, \"so\".");
        ASSERT_EQ(answer.tool_calls, (std::vector<ToolCall>{{"call_1", "find", R"({"a":1})"}}));
        ASSERT_EQ(answer.finish_reason, "tool_calls");
        ASSERT_EQ(answer.usage->prompt_tokens, 12);
        ASSERT_EQ(answer.usage->cached_tokens, 4);
        ASSERT_EQ(answer.request_id, "r-1");
        ASSERT_EQ(heard.said, answer.text);
        ASSERT_EQ(heard.thought, answer.reasoning);
    }
}

TEST(AnswerReader, an_answer_without_its_end_was_cut_off_wherever_that_was) {
    const std::string stream = whole_stream();
    const std::size_t end = stream.find("data: [DONE]");
    for (std::size_t size = 0; size < end; ++size) {
        Heard heard;
        const Answer answer = read(stream.substr(0, size), size / 2, heard);
        ASSERT_TRUE(answer.failure) << size;
        ASSERT_EQ(answer.failure->message, "the answer was cut off before its end");
    }
}

TEST(AnswerReader, an_error_in_the_stream_ends_it) {
    Heard heard;
    const std::string event = R"(data: {"error":{"message":"the provider fell silent","code":"timeout"},"request_id":"r-9"})";
    const Answer answer = read(chunk(R"({"content":"half"})") + event + "\n\n" + chunk(R"({"content":"never"})"), 10, heard);
    EXPECT_EQ(answer.text, "half");
    EXPECT_EQ(answer.failure, (Failure{.message = "the provider fell silent", .code = "timeout"}));
    EXPECT_EQ(answer.request_id, "r-9");
}

TEST(AnswerReader, what_is_no_answer_is_a_failure) {
    for (const std::string stream : {"data: {\n\n", "data: nonsense\n\n"}) {
        Heard heard;
        EXPECT_EQ(read(stream, 3, heard).failure->message, "the gateway sent an event that is not JSON") << stream;
    }
    Heard heard;
    EXPECT_TRUE(read("data: 7\n\n" + std::string(done), 0, heard).text.empty());
}

TEST(AnswerReader, an_answer_has_a_greatest_length) {
    Heard heard;
    Answer answer;
    AnswerReader reader(answer, heard);
    const std::string piece(1024 * 1024, 'x');
    const std::string event = chunk("{\"content\":\"" + piece + "\"}");
    for (std::size_t sent = 0; sent < answer_bytes_max; sent += piece.size()) reader.feed(event);
    ASSERT_FALSE(answer.failure);
    ASSERT_EQ(answer.text.size(), answer_bytes_max);
    reader.feed(chunk(R"({"content":"y"})"));
    ASSERT_TRUE(answer.failure);
    EXPECT_EQ(answer.failure->message, "the answer is longer than 16777216 bytes");
    EXPECT_EQ(answer.text.size(), answer_bytes_max);
}

TEST(AnswerReader, tool_calls_have_a_greatest_number) {
    const auto call = [](std::size_t index) {
        return chunk("{\"tool_calls\":[{\"index\":" + std::to_string(index) + ",\"function\":{\"name\":\"f\"}}]}");
    };
    Heard heard;
    EXPECT_EQ(read(call(tool_calls_max - 1) + done, 5, heard).tool_calls.size(), tool_calls_max);
    EXPECT_EQ(read(call(tool_calls_max) + done, 5, heard).failure->message, "the answer has more tool calls than are read");
}

TEST(ReadFailure, says_what_the_gateway_said_or_what_its_status_means) {
    EXPECT_EQ(read_failure(400, R"({"error":{"message":"no such model","code":"model_not_found"}})"),
              (Failure{.message = "no such model", .code = "model_not_found", .status = 400}));
    for (const char* body : {"", "<html>", "{}", R"({"error":null})", R"({"error":{"message":7}})"}) {
        EXPECT_EQ(read_failure(502, body), (Failure{.message = "502 Bad Gateway", .code = "", .status = 502})) << body;
    }
}

}  // namespace
}  // namespace parley::client
