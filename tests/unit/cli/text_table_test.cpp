#include "cli/text_table.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using enum TextTable::Align;

TEST(TextTable, has_columns_as_wide_as_their_widest_cell) {
    TextTable table({{"NAME", left}, {"PRICE", right}, {"WORDS", left}});
    table.add({"a", "0.5", "one two"});
    table.add({"longer", "12", ""});
    EXPECT_EQ(table.text(),
              "NAME    PRICE  WORDS\n"
              "a         0.5  one two\n"
              "longer     12\n");
}

TEST(TextTable, a_wide_letter_takes_two_places) {
    TextTable table({{"NAME", left}, {"PRICE", right}});
    table.add({"日本", "1"});
    table.add({"e\u0301", "2"});
    EXPECT_EQ(table.text(),
              "NAME  PRICE\n"
              "日本      1\n"
              "e\u0301         2\n");
}

TEST(TextTable, shows_its_headings_without_rows) { EXPECT_EQ(TextTable({{"A", left}, {"B", right}}).text(), "A  B\n"); }

}  // namespace
}  // namespace parley::cli
