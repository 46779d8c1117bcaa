#include "terminal/width.hpp"

#include <gtest/gtest.h>

#include "terminal/code_point.hpp"

namespace parley::terminal {
namespace {

TEST(Width, counts_cells_and_not_bytes) {
    struct Row {
        const char* text;
        std::size_t cells;
    };
    const Row rows[] = {
        {"", 0},
        {"plain", 5},
        {"Zürich", 6},
        {"日本語", 6},              // ideographs are wide
        {"한국어", 6},              // so are syllables made beforehand
        {"\u1100\u1161\u11a8", 2},  // and those that are joined from their letters
        {"ｆｕｌｌ", 8},            // the wide forms of Latin letters
        {"e\u0301", 1},             // an accent joins its letter
        {"\u200bx\ufeff", 1},       // nothing to see
        {"مرحبا", 5},
        {"नमस्ते", 4},  // signs above and below a letter take no cell
        {"🙂", 2},
        {"\xff", 1},       // shown as U+FFFD
        {"a\x1b\x07", 1},  // controls take no cell
    };
    for (const Row& row : rows) EXPECT_EQ(display_width(row.text), row.cells) << row.text;
}

TEST(Width, tables_are_in_order) {
    for (const auto& ranges : {wide_ranges(), zero_width_ranges()}) {
        std::uint32_t past = 0;
        for (const CodePointRange& range : ranges) {
            EXPECT_GE(range.first, past);
            EXPECT_GE(range.last, range.first);
            past = range.last + 1;
        }
    }
}

TEST(Width, what_fits_ends_with_a_whole_character) {
    EXPECT_EQ(fitting("abc", 2), "ab");
    EXPECT_EQ(fitting("日本", 3), "日");
    EXPECT_EQ(fitting("e\u0301x", 1), "e\u0301");
    EXPECT_EQ(fitting("abc", 9), "abc");
    EXPECT_EQ(fitting("日", 1), "");
}

TEST(CodePoint, takes_what_is_no_utf8_byte_by_byte) {
    for (const char* text : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x97", "\x80"}) {
        std::string_view rest = text;
        const std::size_t bytes = rest.size();
        std::size_t taken = 0;
        while (!rest.empty()) {
            EXPECT_EQ(take_code_point(rest).value, replacement_character) << bytes;
            ++taken;
        }
        EXPECT_EQ(taken, bytes);
    }
}

}  // namespace
}  // namespace parley::terminal
