#include "exchange/answer_fields.hpp"

#include <gtest/gtest.h>

namespace parley::exchange {
namespace {

std::string without(std::string fields, std::string_view name) {
    erase_fields(fields, name);
    return fields;
}

TEST(EraseFields, removes_every_line_of_the_name_and_no_other) {
    EXPECT_EQ(without("a: 1\r\nb: 2\r\na: 3\r\n", "a"), "b: 2\r\n");
    EXPECT_EQ(without("a: 1\r\nab: 2\r\nb: a: 3\r\n", "a"), "ab: 2\r\nb: a: 3\r\n");
    EXPECT_EQ(without("a: 1\r\na: 2\r\n", "a"), "");
    EXPECT_EQ(without("a: 1\r\n", "c"), "a: 1\r\n");
    EXPECT_EQ(without("", "a"), "");
}

}  // namespace
}  // namespace parley::exchange
