#include "providers/text_template.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

std::string chunk(std::string_view text) { return R"({"id":"x","delta":{"content":")" + std::string(text) + R"("},"finish_reason":null})"; }

TextTemplate learned_from(const std::string& data) {
    json::Document document;
    EXPECT_FALSE(document.parse(data)) << data;
    TextTemplate made;
    made.learn(document.root(), document.root().find("delta").find("content"));
    return made;
}

TEST(TextTemplate, hands_out_the_text_of_chunks_like_the_one_it_learned) {
    const TextTemplate made = learned_from(chunk("The"));
    ASSERT_TRUE(made.learned());
    for (const std::string_view text : {"a", " visit", "\\n\\u00e9\\ud83d\\ude00\\\\",
                                        "Gr\xc3\xbc\xc3\x9f"
                                        "e",
                                        "{}[],:", "0123456789012345678901234567890123456789012345678901234567890123456789"}) {
        const std::string data = chunk(text);
        EXPECT_EQ(made.match(data), text);
    }
}

TEST(TextTemplate, leaves_to_the_parser_what_is_not_the_inside_of_a_string) {
    const TextTemplate made = learned_from(chunk("The"));
    for (const std::string_view text : {"", "a\",\"b\":\"c", "\"", "a\nb", "\\", "\\q", "\\u12", "\\ud83d", "\\ude00", "\xff", "\xc3",
                                        "\xed\xa0\x80", "a\\\"},\"finish_reason\":\"stop\"}]}{\""}) {
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

TEST(TextTemplate, forgets_what_it_learned_before) {
    json::Document document;
    TextTemplate made = learned_from(chunk("The"));
    ASSERT_FALSE(document.parse(R"({"text":"a"})"));
    EXPECT_TRUE(made.learn(document.root(), document.root().find("text")));
    EXPECT_EQ(made.match(R"({"text":"b"})"), "b");
    EXPECT_EQ(made.match(chunk("b")), std::nullopt);
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
}  // namespace parley::providers
