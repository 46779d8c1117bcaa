#include "transcripts/tags.hpp"

#include <gtest/gtest.h>

namespace parley::transcripts {
namespace {

/// The tags found, each with the text in which it stands and where.
std::vector<std::string> found_in(const std::string& conversation) {
    json::Document document;
    EXPECT_FALSE(document.parse(conversation)) << conversation;
    std::vector<std::string> found;
    for (const TagPlace& place : find_tags(document.root())) {
        found.push_back(std::string(text_of(place.tag)) + " at " + std::to_string(place.offset) + " of " + place.text.string());
    }
    return found;
}

using Found = std::vector<std::string>;

TEST(Tags, are_exact) {
    for (const char* const text : {"{{transcript}}", "{{ TRANSCRIPT }}", "{{  transcript  }}", "{{ transcript}}", "{ transcript }",
                                   "{{ transcript", "{{ transcript.text }}", "{{ transcript.Words }}", "{{\\ttranscript }}"}) {
        EXPECT_EQ(found_in("\"" + std::string(text) + "\""), Found{}) << text;
    }
    EXPECT_EQ(found_in(R"("{{ transcript }}")"), Found{"{{ transcript }} at 0 of {{ transcript }}"});
    EXPECT_EQ(found_in(R"("{{{ transcript }}}")"), Found{"{{ transcript }} at 1 of {{{ transcript }}}"});
}

TEST(Tags, count_once_each_where_they_stand_first) {
    EXPECT_EQ(found_in(R"([{"role":"system","content":"none"},{"role":"user","content":"a {{ transcript }} b {{ transcript }}"},
                           {"role":"user","content":"{{ transcript }}{{ transcript.json }}"}])"),
              (Found{"{{ transcript }} at 2 of a {{ transcript }} b {{ transcript }}",
                     "{{ transcript.json }} at 16 of {{ transcript }}{{ transcript.json }}"}));
}

TEST(Tags, stand_in_the_order_of_one_text) {
    EXPECT_EQ(found_in(R"("{{ transcript.words }}{{ transcript }}{{ transcript.speakers }}{{ transcript.utterances }}")").size(), 4u);
    EXPECT_EQ(found_in(R"("{{ transcript.words }}{{ transcript }}")")[0].substr(0, 22), "{{ transcript.words }}");
}

TEST(Tags, are_found_in_every_role_and_in_text_parts) {
    for (const char* const role : {"system", "user", "assistant", "tool"}) {
        EXPECT_EQ(found_in(R"([{"role":")" + std::string(role) + R"(","content":"{{ transcript }}"}])").size(), 1u) << role;
    }
    EXPECT_EQ(found_in(R"([{"role":"user","content":[{"type":"text","text":"no"},{"type":"text","text":"x{{ transcript }}"},
                           {"type":"text","text":"{{ transcript }}"}]}])"),
              Found{"{{ transcript }} at 1 of x{{ transcript }}"});
    EXPECT_EQ(found_in(R"([{"role":"user","content":null,"name":"{{ transcript }}"}])"), Found{});
}

TEST(Tags, are_found_however_their_letters_are_written) {
    EXPECT_EQ(found_in(R"("\u007b{ tr\u0061nscript }\u007d")").size(), 1u);
    EXPECT_EQ(found_in(R"("\"\n{{ transcript }}")"), Found{"{{ transcript }} at 2 of \"\n{{ transcript }}"});
    EXPECT_EQ(found_in(R"("\\{{ transcript }}")"), Found{"{{ transcript }} at 1 of \\{{ transcript }}"});
}

}  // namespace
}  // namespace parley::transcripts
