#include "schema/pattern.hpp"

#include <gtest/gtest.h>

namespace parley::schema {
namespace {

bool matches(std::string_view expression, std::string_view text) {
    const std::optional<Pattern> pattern = Pattern::compile(expression);
    EXPECT_TRUE(pattern) << expression;
    return pattern && pattern->matches(text);
}

TEST(Pattern, matches_anywhere_unless_it_is_anchored) {
    EXPECT_TRUE(matches("b+", "abbc"));
    EXPECT_FALSE(matches("^b+$", "abbc"));
    EXPECT_FALSE(matches("^b$", "b\n")) << "the end of a line is not the end";
}

TEST(Pattern, says_in_re2s_words_what_ecmascript_says) {
    EXPECT_EQ(to_re2(R"(^\u00e9\u{1F600}\ud83d\ude00\x41\cJ\/\-$)"), R"(^\x{e9}\x{1f600}\x{1f600}\x{41}\x{a}\/\-$)");
    EXPECT_EQ(to_re2("(?<year>[0-9]{4})"), "(?:[0-9]{4})");
    EXPECT_EQ(to_re2("[[a]"), R"([\[a])");
    EXPECT_EQ(to_re2(R"(\p{Letter}\P{Script=Greek})"), R"(\p{L}\P{Greek})");
    EXPECT_TRUE(matches(R"(^\s$)", "\xc2\xa0")) << "a space that does not break";
    EXPECT_TRUE(matches(R"(^[\s,]$)", "\xe2\x80\xa8")) << "a line separator, in a class";
    EXPECT_FALSE(matches(R"(^\S$)", "\xc2\xa0"));
    EXPECT_FALSE(matches("^.$", "\r")) << "a dot is no line end";
    EXPECT_TRUE(matches("^[^]$", "\n")) << "a class without exceptions";
    EXPECT_FALSE(matches("[]", "a")) << "a class of nothing";
    EXPECT_TRUE(matches("[[:alpha:]]", ":]")) << "no name of a class";
    EXPECT_TRUE(matches("^\xc3\xa9?\\d$", "7"));
    EXPECT_FALSE(matches(R"(^\d$)", "\xd9\xa3")) << "ASCII's digits alone";
}

TEST(Pattern, is_refused_where_it_cannot_be_matched_in_linear_time) {
    for (const std::string_view expression :
         {"(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", R"((a)\1)", R"((?<x>a)\k<x>)", R"(\a)", R"(\Z)", "(", "[a", "a\\", R"(\u12)", R"(\c1)",
          R"(\p{Klingon})", "((((a{1,999}){1,999}){1,999}){1,999})"}) {
        EXPECT_FALSE(Pattern::compile(expression)) << expression;
    }
}

}  // namespace
}  // namespace parley::schema
