#include "providers/openai/text_template.hpp"

#include <gtest/gtest.h>

namespace parley::providers::openai_dialect {
namespace {

std::string chunk(std::string_view text) {
    return R"({"id":"x","choices":[{"index":0,"delta":{"content":")" + std::string(text) +
           R"("},"finish_reason":null}]})";
}

TextTemplate learned_from(const std::string& data) {
    json::Document document;
    EXPECT_FALSE(document.parse(data)) << data;
    TextTemplate made;
    made.learn(document.root());
    return made;
}

TEST(TextTemplate, hands_out_the_text_of_chunks_like_the_one_it_learned) {
    const TextTemplate made = learned_from(chunk("The"));
    ASSERT_TRUE(made.learned());
    for (const std::string_view text :
         {"a", " visit", "\\n\\u00e9\\ud83d\\ude00\\\\",
          "Gr\xc3\xbc\xc3\x9f"
          "e",
          "{}[],:", "0123456789012345678901234567890123456789012345678901234567890123456789"}) {
        const std::string data = chunk(text);
        EXPECT_EQ(made.match(data), text);
    }
}

TEST(TextTemplate, leaves_to_the_parser_what_is_not_the_inside_of_a_string) {
    const TextTemplate made = learned_from(chunk("The"));
    for (const std::string_view text : {"", "a\",\"b\":\"c", "\"", "a\nb", "\\", "\\q", "\\u12", "\\ud83d", "\\ude00",
                                        "\xff", "\xc3", "\xed\xa0\x80", "a\\\"},\"finish_reason\":\"stop\"}]}{\""}) {
        const std::string data = chunk(text);
        EXPECT_EQ(made.match(data), std::nullopt) << text;
    }
}

TEST(TextTemplate, leaves_chunks_of_another_form_to_the_parser) {
    const TextTemplate made = learned_from(chunk("The"));
    const std::string data = chunk("a");
    EXPECT_EQ(made.match(data.substr(1)), std::nullopt);
    EXPECT_EQ(made.match(data + " "), std::nullopt);
    EXPECT_EQ(made.match(""), std::nullopt);
    EXPECT_EQ(TextTemplate().match(data), std::nullopt);
}

TEST(TextTemplate, learns_nothing_from_a_chunk_with_other_news) {
    for (const std::string_view data :
         {R"({"choices":[{"delta":{"content":""}}]})", R"({"choices":[]})", R"({"choices":[{"delta":{}}]})", R"([])",
          R"({"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]})",
          R"({"choices":[{"index":1,"delta":{"content":"a"}}]})",
          R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})",
          R"({"choices":[{"delta":{"content":"a"},"logprobs":{"content":[]}}]})",
          R"({"choices":[{"delta":{"content":"a"},"usage":{"prompt_tokens":1}}]})",
          R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}})",
          R"({"choices":[{"delta":{"content":"a"}}],"x_groq":{"usage":{}}})",
          R"({"choices":[{"delta":{"content":"a"}}],"error":"x"})",
          R"({"choices":[{"delta":{"content":"a","reasoning":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","reasoning_content":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","reasoning_details":[{"text":"b"}]}}]})",
          R"({"choices":[{"delta":{"content":"a","refusal":"b"}}]})",
          R"({"choices":[{"delta":{"content":"a","tool_calls":[{"index":0}]}}]})",
          R"({"choices":[{"delta":{"content":[{"text":"a"}]}}]})", R"({"choices":[{"message":{"content":"a"}}]})"}) {
        EXPECT_FALSE(learned_from(std::string(data)).learned()) << data;
    }
}

TEST(TextTemplate, learns_from_chunks_with_empty_news) {
    EXPECT_TRUE(
        learned_from(R"({"usage":null,"choices":[{"logprobs":null,"finish_reason":"","delta":{"role":"assistant",)"
                     R"("content":"a","tool_calls":[],"refusal":null,"reasoning_content":""}}],"x":{"y":1}})")
            .learned());
}

TEST(TextTemplate, keeps_no_template_beyond_its_limit) {
    const std::size_t own = chunk("").size() - 1;
    const auto padded = [&](std::size_t bytes) {
        std::string data = chunk("a");
        return data.replace(data.find("\"x\""), 3, '"' + std::string(bytes - own, 'x') + '"');
    };
    EXPECT_TRUE(learned_from(padded(TextTemplate::template_bytes_max)).learned());
    EXPECT_FALSE(learned_from(padded(TextTemplate::template_bytes_max + 1)).learned());
}

}  // namespace
}  // namespace parley::providers::openai_dialect
