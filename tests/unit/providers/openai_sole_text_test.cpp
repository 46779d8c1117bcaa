#include "providers/openai/sole_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::providers::openai_dialect {
namespace {

/// Empty where it is absent.
std::string sole_text_of(std::string_view data) {
    json::Document document;
    EXPECT_FALSE(document.parse(data)) << data;
    const json::Value text = sole_text(document.root());
    return text ? std::string(text.escaped()) : std::string();
}

TEST(SoleText, is_absent_in_a_chunk_with_other_news) {
    for (const std::string_view data :
         {R"({"choices":[{"delta":{"content":""}}]})", R"({"choices":[]})", R"({"choices":[{"delta":{}}]})", R"([])",
          R"({"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]})", R"({"choices":[{"index":1,"delta":{"content":"a"}}]})",
          R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})",
          R"({"choices":[{"delta":{"content":"a"},"logprobs":{"content":[]}}]})",
          R"({"choices":[{"delta":{"content":"a"},"usage":{"prompt_tokens":1}}]})",
          R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}})",
          R"({"choices":[{"delta":{"content":"a"}}],"x_groq":{"usage":{}}})", R"({"choices":[{"delta":{"content":"a"}}],"error":"x"})",
          R"({"choices":[{"delta":{"content":"a","reasoning":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","reasoning_content":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","reasoning_details":[{"text":"b"}]}}]})",
          R"({"choices":[{"delta":{"content":"a","refusal":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","tool_calls":[{"index":0}]}}]})", R"({"choices":[{"delta":{"content":[{"text":"a"}]}}]})",
          R"({"choices":[{"message":{"content":"a"}}]})"}) {
        EXPECT_EQ(sole_text_of(data), "") << data;
    }
}

TEST(SoleText, stands_beside_empty_news) {
    EXPECT_EQ(sole_text_of(R"({"usage":null,"choices":[{"logprobs":null,"finish_reason":"","delta":{"role":"assistant",)"
                           R"("content":"a","tool_calls":[],"refusal":null,"reasoning_content":""}}],"x":{"y":1}})"),
              "a");
}

}  // namespace
}  // namespace parley::providers::openai_dialect
