#include "terminal/visible.hpp"

#include <gtest/gtest.h>

namespace parley::terminal {
namespace {

TEST(Visible, control_characters_are_shown_and_not_obeyed) {
    EXPECT_EQ(visible("\x1b[2Jgone"), "^[[2Jgone");
    EXPECT_EQ(visible("\x1b]0;title\x07"), "^[]0;title^G");
    EXPECT_EQ(visible("over\rwritten"), "over^Mwritten");
    EXPECT_EQ(visible("\x7f\x08"), "^?^H");
    EXPECT_EQ(visible("\u009b2J"), "<U+009B>2J");
    EXPECT_EQ(visible(std::string_view("\0", 1)), "^@");
    EXPECT_EQ(visible("a\u202eb\u2066c\u2028d"), "a<U+202E>b<U+2066>c<U+2028>d");
}

TEST(Visible, text_stays_as_it_is) {
    EXPECT_EQ(visible("Zürich\n\tالسلام 日本 🙂"), "Zürich\n\tالسلام 日本 🙂");
    EXPECT_EQ(visible("a\r\nb"), "a\nb");
}

TEST(Visible, what_is_no_utf8_is_replaced) { EXPECT_EQ(visible("a\xff\xe6\x97"), "a\ufffd\ufffd\ufffd"); }

TEST(Visible, a_line_stays_one_line) { EXPECT_EQ(visible_line("a\nb\tc\r\nd\x1b"), "a b c d^["); }

}  // namespace
}  // namespace parley::terminal
