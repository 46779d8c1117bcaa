#include "terminal/wrap.hpp"

#include <gtest/gtest.h>

#include "terminal/side_by_side.hpp"
#include "terminal/width.hpp"

namespace parley::terminal {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, breaks_at_spaces_and_within_what_is_too_long) {
    struct Row {
        const char* text;
        std::size_t width;
        Lines lines;
    };
    const Row rows[] = {
        {"", 5, {""}},
        {"one two", 7, {"one two"}},
        {"one two", 6, {"one", "two"}},
        {"one two", 3, {"one", "two"}},
        {"abcdefg", 3, {"abc", "def", "g"}},
        {"a bcdefg", 3, {"a", "bcd", "efg"}},
        {"one\n\ntwo", 5, {"one", "", "two"}},
        {"  in", 3, {"  i", "n"}},
        {"日本語", 5, {"日本", "語"}},
        {"e\u0301e\u0301", 2, {"e\u0301e\u0301"}},
        {"a\tb", 9, {"a b"}},
        {"日", 1, {"日"}},  // a width that nothing fits into is taken as 2
    };
    for (const Row& row : rows) EXPECT_EQ(wrap(row.text, row.width), row.lines) << row.text;
}

TEST(SideBySide, columns_stand_next_to_each_other_whatever_their_letters) {
    const std::vector<Column> columns{{"a", "short"}, {"b/日本", "日本語 is wide\nsecond"}};
    const auto text = side_by_side(columns, 63);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text,
              "a                                b/日本\n"
              "-                                ------\n"
              "short                            日本語 is wide\n"
              "                                 second\n");
}

TEST(SideBySide, no_line_is_wider_than_the_terminal) {
    const std::vector<Column> columns{{"a", std::string(500, 'x')}, {"b", "語語語語語語語語語語語語語語語語語語語語"}};
    for (std::size_t width = 63; width < 100; ++width) {
        std::string text = side_by_side(columns, width).value();
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            EXPECT_LE(display_width(text.substr(0, end)), width);
            text.erase(0, end + 1);
        }
    }
}

TEST(SideBySide, columns_that_would_be_too_narrow_are_not_made) {
    const std::vector<Column> columns{{"a", ""}, {"b", ""}};
    EXPECT_TRUE(side_by_side(columns, 2 * column_width_least + 3));
    EXPECT_FALSE(side_by_side(columns, 2 * column_width_least + 2));
    EXPECT_FALSE(side_by_side({}, 1'000));
}

}  // namespace
}  // namespace parley::terminal
