#include "simulate/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::simulate {
namespace {

TEST(SeededWords, are_as_many_as_asked_and_follow_the_seed) {
    const std::string words = seeded_words(50, 7);
    EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 49);
    EXPECT_EQ(words, seeded_words(50, 7));
    EXPECT_NE(words, seeded_words(50, 8));
    EXPECT_EQ(seeded_words(0, 7), "");
    EXPECT_EQ(valid_utf8(words), words);
    EXPECT_TRUE(std::any_of(words.begin(), words.end(), [](char c) { return (c & 0x80) != 0; }));
}

std::vector<std::string> pieces(std::string_view text, std::size_t piece_bytes) {
    std::vector<std::string> list;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = piece_end(text, begin, piece_bytes);
        EXPECT_GT(end, begin);
        list.emplace_back(text.substr(begin, end - begin));
        begin = end;
    }
    return list;
}

TEST(PieceEnd, cuts_words_with_the_white_space_before_them) {
    using List = std::vector<std::string>;
    EXPECT_EQ(pieces("one two\n three ", 0), (List{"one", " two", "\n three", " "}));
    EXPECT_EQ(pieces("   ", 0), (List{"   "}));
    EXPECT_EQ(pieces("", 0), List{});
}

TEST(PieceEnd, never_cuts_a_character) {
    using List = std::vector<std::string>;
    EXPECT_EQ(pieces("aé🙂b", 1), (List{"a", "é", "🙂", "b"}));
    EXPECT_EQ(pieces("abcde", 2), (List{"ab", "cd", "e"}));
}

TEST(Beginning, ends_with_a_whole_character) {
    EXPECT_EQ(beginning("abc", 3), "abc");
    EXPECT_EQ(beginning("abc", 2), "ab");
    EXPECT_EQ(beginning("a🙂", 4), "a");
    EXPECT_EQ(beginning("a🙂", 5), "a🙂");
    EXPECT_EQ(beginning("🙂", 3), "");
    EXPECT_EQ(beginning("abc", 0), "");
}

// The bounds of RFC 3629, section 4.
TEST(ValidUtf8, replaces_each_byte_that_is_no_character) {
    struct Case {
        std::string_view bytes, expected;
    };
    const Case cases[] = {
        {"plain", "plain"},
        {"\xC2\x80", "\xC2\x80"},
        {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
        {"\xED\x9F\xBF\xEE\x80\x80", "\xED\x9F\xBF\xEE\x80\x80"},
        {"a\xFFz", "a\uFFFDz"},
        {"\xC1\xBF", "\uFFFD\uFFFD"},                      // overlong
        {"\xE0\x9F\xBF", "\uFFFD\uFFFD\uFFFD"},            // overlong
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // a surrogate
        {"\xF0\x8F\xBF\xBF", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // overlong
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // past U+10FFFF
        {"cut \xF0\x9F\x99", "cut \uFFFD\uFFFD\uFFFD"},
    };
    for (const Case& c : cases) EXPECT_EQ(valid_utf8(c.bytes), c.expected);
}

}  // namespace
}  // namespace parley::simulate
