// Every kind of answer is streamed, and the chunks are put together again the way a client does. What comes out must be
// the answer, and every chunk must keep OpenAI's contract.
#include "simulate/chunk_sequence.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::simulate {
namespace {

using json::Kind;
using json::Value;

struct Assembled {
    std::string content, reasoning, finish_reason;
    std::vector<ToolCall> tool_calls;
    std::size_t chunks = 0, content_chunks = 0, tokens = 0;
    bool usage = false;
};

void take_tool_deltas(Value delta, Assembled& assembled) {
    for (Value call : delta.find("tool_calls").elements()) {
        const auto index = static_cast<std::size_t>(call.find("index").integer().value_or(-1));
        const Value function = call.find("function");
        if (call.find("id")) {
            ASSERT_EQ(index, assembled.tool_calls.size());
            EXPECT_TRUE(call.find("type").equals("function"));
            assembled.tool_calls.push_back({call.find("id").string(), function.find("name").string(), ""});
        }
        ASSERT_LT(index, assembled.tool_calls.size());
        assembled.tool_calls[index].arguments += function.find("arguments").string();
    }
}

void take_choice(Value choice, Assembled& assembled) {
    EXPECT_TRUE(assembled.finish_reason.empty()) << "a chunk after the finish";
    const Value delta = choice.find("delta");
    EXPECT_EQ(static_cast<bool>(delta.find("role")), assembled.chunks == 1);
    if (assembled.chunks > 1 && delta.find("content")) {
        EXPECT_NE(delta.find("content").string(), "");
        ++assembled.content_chunks;
    }
    if (delta.find("content").is(Kind::string)) assembled.content += delta.find("content").string();
    if (delta.find("reasoning_content")) {
        EXPECT_TRUE(assembled.content.empty()) << "reasoning after content";
        assembled.reasoning += delta.find("reasoning_content").string();
    }
    take_tool_deltas(delta, assembled);
    if (choice.find("finish_reason").is(Kind::string)) {
        EXPECT_EQ(delta.size(), 0u);
        assembled.finish_reason = choice.find("finish_reason").string();
    }
}

Assembled assemble(const Answer& answer, bool include_usage) {
    ChunkSequence sequence(answer, {"chatcmpl-1", 42, "m"}, include_usage);
    Assembled assembled;
    while (const auto chunk = sequence.next()) {
        EXPECT_FALSE(assembled.usage) << "a chunk after the usage";
        ++assembled.chunks;
        assembled.tokens += chunk->tokens;
        json::Document document;
        const json::ParseError error = document.parse(chunk->json);
        EXPECT_FALSE(error) << chunk->json;
        if (error) break;
        const Value body = document.root();
        EXPECT_TRUE(body.find("id").equals("chatcmpl-1"));
        EXPECT_TRUE(body.find("object").equals("chat.completion.chunk"));
        EXPECT_EQ(body.find("created").integer(), 42);
        EXPECT_TRUE(body.find("model").equals("m"));
        assembled.usage = body.find("usage").is(Kind::object);
        EXPECT_EQ(body.find("usage").is_null(), include_usage && !assembled.usage);
        EXPECT_EQ(body.find("choices").size(), assembled.usage ? 0u : 1u);
        for (Value choice : body.find("choices").elements()) take_choice(choice, assembled);
    }
    return assembled;
}

Answer make(std::string_view model) {
    Question question;
    question.user_text = "Grüße  aus\nZürich 🙂 ";
    question.tools = {{"look", R"({"properties":{"q":{"const":"Grüße aus Zürich"}},"required":["q"]})"}, {"stop", ""}};
    Random random(1);
    return make_answer(question, *parse_model(model), random);
}

TEST(ChunkSequence, puts_together_to_the_answer) {
    for (const char* model : {"echo", "fixed", "words-200", "long-3", "tool", "tools-2", "json", "reasoning"}) {
        const Answer answer = make(model);
        for (const bool include_usage : {false, true}) {
            const Assembled assembled = assemble(answer, include_usage);
            EXPECT_EQ(assembled.content, answer.content) << model;
            EXPECT_EQ(assembled.reasoning, answer.reasoning) << model;
            EXPECT_EQ(assembled.finish_reason, answer.finish_reason) << model;
            EXPECT_EQ(assembled.usage, include_usage) << model;
            ASSERT_EQ(assembled.tool_calls.size(), answer.tool_calls.size()) << model;
            for (std::size_t i = 0; i < answer.tool_calls.size(); ++i) {
                EXPECT_EQ(assembled.tool_calls[i].id, answer.tool_calls[i].id);
                EXPECT_EQ(assembled.tool_calls[i].name, answer.tool_calls[i].name);
                EXPECT_EQ(assembled.tool_calls[i].arguments, answer.tool_calls[i].arguments);
            }
        }
    }
}

TEST(ChunkSequence, a_word_is_a_chunk) {
    const Assembled assembled = assemble(make("words-200"), false);
    EXPECT_EQ(assembled.content_chunks, 200u);
    EXPECT_EQ(assembled.chunks, 202u);  // the role and the finish
    EXPECT_GE(assembled.tokens, 200u);
}

TEST(ChunkSequence, a_kibibyte_of_a_long_text_is_a_chunk) { EXPECT_EQ(assemble(make("long-3"), false).content_chunks, 3u); }

TEST(ChunkSequence, arguments_come_in_fragments) {
    ChunkSequence sequence(make("tool"), {"chatcmpl-1", 42, "m"}, false);
    int fragments = 0;
    while (const auto chunk = sequence.next()) fragments += chunk->kind == Chunk::Kind::tool_arguments;
    EXPECT_EQ(fragments, 3);  // 26 bytes in fragments of 12
}

TEST(ChunkSequence, an_empty_answer_is_a_role_and_a_finish) {
    const Assembled assembled = assemble(Answer{}, false);
    EXPECT_EQ(assembled.chunks, 2u);
    EXPECT_EQ(assembled.finish_reason, "stop");
}

}  // namespace
}  // namespace parley::simulate
