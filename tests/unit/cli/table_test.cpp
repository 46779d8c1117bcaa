#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

TEST(Table, lines_up_its_columns_and_ends_no_line_with_a_space) {
    EXPECT_EQ(print_table({"ID", "NAME", "KEY"}, {{"abcdef", "a", "...x"}, {"b", "longer-name", ""}}),
              "ID      NAME         KEY\n"
              "abcdef  a            ...x\n"
              "b       longer-name\n");
}

TEST(Table, without_rows_is_its_headings) {
    EXPECT_EQ(print_table({"ID", "NAME"}, {}), "ID  NAME\n");
}

TEST(Moment, is_printed_in_utc) {
    EXPECT_EQ(print_moment(0), "1970-01-01 00:00");
    EXPECT_EQ(print_moment(1'795'581'184), "2026-11-25 04:33");
}

}  // namespace
}  // namespace parley::cli
