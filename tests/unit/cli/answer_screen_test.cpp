#include "cli/answer_screen.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using Look = AnswerScreen::Look;

/// What a screen shows of an answer that thinks, speaks in two pieces, and calls a tool.
std::string shown(Look look, const std::vector<std::string>& thoughts, const std::vector<std::string>& pieces,
                  const client::Answer& answer = {}) {
    std::string out;
    AnswerScreen screen(look, [&out](std::string_view text) { out += text; });
    for (const std::string& thought : thoughts) screen.reasoning(thought);
    for (const std::string& piece : pieces) screen.text(piece);
    screen.end(answer);
    return out;
}

TEST(AnswerScreen, every_piece_is_written_as_it_comes) {
    std::vector<std::string> written;
    AnswerScreen screen(Look::plain, [&written](std::string_view text) { written.emplace_back(text); });
    screen.text("one ");
    screen.text("two");
    EXPECT_EQ(written, (std::vector<std::string>{"one ", "two"}));
}

TEST(AnswerScreen, what_is_no_terminal_gets_the_answer_and_nothing_else) {
    EXPECT_EQ(shown(Look::plain, {"hm"}, {"\x1b[1mas it", " is\r"}), "\x1b[1mas it is\r\n");
    EXPECT_EQ(shown(Look::plain, {}, {"ends\n"}), "ends\n");
    EXPECT_EQ(shown(Look::plain, {}, {}), "");
}

TEST(AnswerScreen, reasoning_is_dimmed_where_colours_are_taken_and_named_elsewhere) {
    EXPECT_EQ(shown(Look::terminal_with_colours, {"hm", " so"}, {"yes"}), "\x1b[2mhm\x1b[22m\x1b[2m so\x1b[22m\n\nyes\n");
    EXPECT_EQ(shown(Look::terminal, {"hm", " so\n"}, {"yes"}), "[reasoning] hm so\n\nyes\n");
    EXPECT_EQ(shown(Look::terminal_with_colours, {"only"}, {}), "\x1b[2monly\x1b[22m\n");
}

TEST(AnswerScreen, reasoning_between_two_parts_of_an_answer_stands_apart) {
    std::string out;
    AnswerScreen screen(Look::terminal, [&out](std::string_view text) { out += text; });
    screen.text("one");
    screen.reasoning("hm");
    screen.text("two");
    screen.end({});
    EXPECT_EQ(out, "one\n\n[reasoning] hm\n\ntwo\n");
}

TEST(AnswerScreen, a_terminal_is_shown_control_characters_instead_of_obeying_them) {
    EXPECT_EQ(shown(Look::terminal, {}, {"\x1b", "[2J\a"}), "^[[2J^G\n");
    EXPECT_EQ(shown(Look::terminal_with_colours, {"\x1b[0m"}, {}), "\x1b[2m^[[0m\x1b[22m\n");
}

TEST(AnswerScreen, a_line_end_may_be_cut_in_two) {
    EXPECT_EQ(shown(Look::terminal, {}, {"a\r", "\nb"}), "a\nb\n");
    EXPECT_EQ(shown(Look::terminal, {}, {"a\r", "b\r"}), "a^Mb^M\n");
}

TEST(AnswerScreen, tool_calls_have_lines_of_their_own) {
    const client::Answer answer{.tool_calls = {{"id", "weather", R"({"city":"Oslo"})"}, {"id", "x\x1b", "{\n}"}}};
    EXPECT_EQ(shown(Look::terminal, {}, {"so"}, answer), "so\n[tool call] weather({\"city\":\"Oslo\"})\n[tool call] x^[({ })\n");
}

}  // namespace
}  // namespace parley::cli
