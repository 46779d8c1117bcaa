#include "cli/conversation.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using client::Message;
using client::Role;
using Kind = Conversation::Step::Kind;

client::Answer said(std::string text) { return {.text = std::move(text)}; }

TEST(Conversation, keeps_what_was_said) {
    Conversation conversation("be brief");
    EXPECT_EQ(conversation.take_line("  hello \r").kind, Kind::ask);
    conversation.take_answer(said("hi"));
    EXPECT_EQ(conversation.take_line("and?").kind, Kind::ask);
    const std::vector<Message> expected{{Role::system, "be brief"}, {Role::user, "hello"}, {Role::assistant, "hi"}, {Role::user, "and?"}};
    EXPECT_EQ(conversation.messages(), expected);
}

TEST(Conversation, a_reset_keeps_the_instructions_only) {
    Conversation conversation("be brief");
    conversation.take_line("hello");
    conversation.take_answer(said("hi"));
    EXPECT_EQ(conversation.take_line("/reset").words, "a new conversation");
    EXPECT_EQ(conversation.messages(), (std::vector<Message>{{Role::system, "be brief"}}));
}

TEST(Conversation, knows_its_commands_from_questions) {
    struct Row {
        const char* line;
        Kind kind;
    };
    const Row rows[] = {{"", Kind::wait},      {" \t", Kind::wait}, {"/quit", Kind::quit}, {" /exit ", Kind::quit},  {"/help", Kind::say},
                        {"/retry", Kind::say}, {"/", Kind::say},    {"//quit", Kind::ask}, {"what/ever", Kind::ask}, {"a\xff", Kind::say}};
    for (const Row& row : rows) EXPECT_EQ(Conversation(std::nullopt).take_line(row.line).kind, row.kind) << row.line;

    Conversation conversation(std::nullopt);
    conversation.take_line("//quit");
    EXPECT_EQ(conversation.messages(), (std::vector<Message>{{Role::user, "/quit"}}));
}

TEST(Conversation, a_question_that_failed_or_got_no_word_is_taken_back) {
    client::Answer failed = said("half");
    failed.failure = client::Failure{.message = "cut"};
    for (const client::Answer& answer : {failed, said("")}) {
        Conversation conversation(std::nullopt);
        conversation.take_line("hello");
        conversation.take_answer(answer);
        EXPECT_TRUE(conversation.messages().empty());
    }
}

TEST(Conversation, half_an_answer_that_was_stopped_stays) {
    Conversation conversation(std::nullopt);
    conversation.take_line("hello");
    client::Answer stopped = said("on the one ha");
    stopped.stopped = true;
    conversation.take_answer(stopped);
    EXPECT_EQ(conversation.messages(), (std::vector<Message>{{Role::user, "hello"}, {Role::assistant, "on the one ha"}}));
}

TEST(Conversation, has_a_greatest_length) {
    Conversation conversation("s");
    EXPECT_EQ(conversation.take_line(std::string(Conversation::text_bytes_max, 'x')).kind, Kind::say);
    EXPECT_EQ(conversation.take_line(std::string(Conversation::text_bytes_max - 1, 'x')).kind, Kind::ask);
    conversation.take_answer(said("y"));
    EXPECT_EQ(conversation.take_line("z").words, "not asked: the conversation is too long (/reset begins a new one)");
    conversation.take_line("/reset");
    EXPECT_EQ(conversation.take_line("z").kind, Kind::ask);
}

}  // namespace
}  // namespace parley::cli
