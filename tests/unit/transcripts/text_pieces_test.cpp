#include "transcripts/text_pieces.hpp"

#include <gtest/gtest.h>

#include <string>

#include "transcripts/one_line.hpp"
#include "transcripts/slices.hpp"

namespace parley::transcripts {
namespace {

using Pieces = std::vector<std::string_view>;

TEST(TextPieces, are_words) {
    EXPECT_EQ(pieces_of("one two  three ", 10), (Pieces{"one", "two", "three"}));
    EXPECT_EQ(pieces_of("", 10), Pieces());
    EXPECT_EQ(pieces_of("   ", 10), Pieces());
    EXPECT_EQ(pieces_of("exactly-10 x", 10), (Pieces{"exactly-10", "x"}));
}

TEST(TextPieces, of_a_script_without_spaces_end_behind_full_stops_and_between_characters) {
    EXPECT_EQ(pieces_of("你好。再见。好", 20), (Pieces{"你好。再见。", "好"}));
    EXPECT_EQ(pieces_of("你好再见", 7), (Pieces{"你好", "再见"}));
    EXPECT_EQ(pieces_of("abcdefghij", 4), (Pieces{"abcd", "efgh", "ij"}));
}

TEST(TextPieces, put_together_are_the_text_whatever_it_is) {
    std::string text;
    for (int at = 0; at < 500; ++at) text += at % 7 == 0 ? "日本語の話。" : at % 11 == 0 ? " word " : "ñé\U0001F600x";
    for (std::size_t bytes_max = 5; bytes_max < 200; bytes_max += 13) {
        std::string together;
        for (const std::string_view piece : pieces_of(text, bytes_max)) {
            EXPECT_LE(piece.size(), bytes_max);
            EXPECT_NE(static_cast<unsigned char>(piece.front()) & 0xc0, 0x80);
            together += piece;
        }
        std::string without_spaces = text;
        std::erase(without_spaces, ' ');
        EXPECT_EQ(together, without_spaces);
    }
}

TEST(TextPieces, are_found_in_time_in_proportion_to_the_text) {
    const std::string endless(2'000'000, 'x');
    EXPECT_EQ(pieces_of(endless, 200).size(), 10'000u);
}

TEST(Slices, of_a_text_without_spaces_are_about_equally_long_and_lose_nothing) {
    Transcript talk;
    for (int at = 0; at < 2'000; ++at) talk.text += "今日は";
    const std::vector<Transcript> slices = slices_of(talk, 6);
    ASSERT_EQ(slices.size(), 6u);
    std::string together;
    for (const Transcript& slice : slices) {
        EXPECT_LT(slice.text.size(), talk.text.size() / 4);
        together += slice.text;
    }
    EXPECT_EQ(together, talk.text);
}

TEST(OneLine, has_a_space_for_whatever_would_end_it) {
    std::string line = "kept\n";
    append_on_one_line(line,
                       "a\nb\r\nc\x1b[2Jd\xc2\x85"
                       "e\xe2\x80\xa8"
                       "f\xe2\x80\xa9g\x7fh “i” é");
    EXPECT_EQ(line, "kept\na b  c [2Jd e f g h “i” é");
    line.clear();
    std::string many;
    for (int at = 0; at < 500'000; ++at) many += "\xe2\x80\xa8";
    append_on_one_line(line, many);
    EXPECT_EQ(line, std::string(500'000, ' '));
}

}  // namespace
}  // namespace parley::transcripts
