#include "exchange/unbroken_answer.hpp"

#include <gtest/gtest.h>

#include "postprocess/continuation/resume_point.hpp"

namespace parley::exchange {
namespace {

using openai::FinishReason;
using openai::TextChannel;

const Error cut{.kind = ErrorKind::upstream_truncated, .source = ErrorSource::upstream, .message = "cut"};

class Answer : public testing::Test {
  protected:
    void say(std::string_view escaped) { answer.text(escaped, TextChannel::content, {}); }
    void go_on() { answer.go_on_from(postprocess::continuation::resume_point(answer.sent())); }
    std::size_t count(std::string_view text) const {
        std::size_t found = 0;
        for (std::size_t at = out.find(text); at != std::string::npos; at = out.find(text, at + 1)) ++found;
        return found;
    }
    /// What the caller has read.
    std::string text() const {
        constexpr std::string_view mark = R"("delta":{"content":")";
        std::string all;
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at + 1)) {
            all += out.substr(at + mark.size(), out.find("\"}", at) - at - mark.size());
        }
        return all;
    }

    std::string out;
    openai::ChunkEmitter emitter{out,
                                 {.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", .model = "m", .created = 1, .include_usage = true}};
    UnbrokenAnswer answer{emitter, emitter};
};

TEST_F(Answer, of_one_attempt_is_what_it_says) {
    answer.reasoning("hm");
    say("One \\\"two\\\"");
    answer.usage({.prompt_tokens = 3, .completion_tokens = 4});
    answer.finish(FinishReason::stop, "");
    emitter.close();
    EXPECT_EQ(text(), "One \\\"two\\\"");
    EXPECT_EQ(count("reasoning_content"), 1u);
    EXPECT_EQ(count("\"prompt_tokens\":3"), 1u);
    EXPECT_EQ(answer.sent(), "One \"two\"");
    EXPECT_FALSE(answer.is_broken());
}

TEST_F(Answer, goes_on_where_it_broke_off) {
    say("We are open. We will meet on Fri");
    answer.usage({.prompt_tokens = 3, .completion_tokens = 4});
    answer.error(cut);
    ASSERT_TRUE(answer.is_broken());
    EXPECT_EQ(count("error"), 0u) << "nobody was told";
    go_on();
    EXPECT_FALSE(answer.is_joined());
    answer.reasoning("again");
    say(" We will meet on");
    EXPECT_FALSE(answer.is_joined());
    say(" Friday \\\"at nine\\\".");
    EXPECT_TRUE(answer.is_joined());
    answer.usage({.prompt_tokens = 30, .completion_tokens = 9});
    answer.finish(FinishReason::stop, "");
    emitter.close();
    EXPECT_EQ(text(), "We are open. We will meet on Friday \\\"at nine\\\".");
    EXPECT_EQ(count("\"role\""), 1u);
    EXPECT_EQ(count("\"finish_reason\":\"stop\""), 1u);
    EXPECT_EQ(count("\"prompt_tokens\":"), 1u);
    EXPECT_EQ(count("\"prompt_tokens\":30"), 1u) << "the usage is that of the attempt that ended it";
    EXPECT_EQ(count("again"), 0u) << "what it thinks is not shown twice";
    EXPECT_EQ(count("[DONE]"), 1u);
    EXPECT_EQ(answer.heard_chunks(), 3u);
}

TEST_F(Answer, breaks_off_again_and_goes_on_again) {
    say("We are open. We will meet on Fri");
    answer.error(cut);
    go_on();
    say("We will meet on Friday, and then we will");
    answer.error(cut);
    ASSERT_TRUE(answer.is_broken());
    go_on();
    say("and then we will see.");
    answer.finish(FinishReason::stop, "");
    EXPECT_EQ(text(), "We are open. We will meet on Friday, and then we will see.");
}

TEST_F(Answer, that_nobody_goes_on_with_ends_with_what_broke_it) {
    say("We are open. We will meet on Fri");
    answer.error(cut);
    go_on();
    say("I'm sorry, but I can't.");
    answer.finish(FinishReason::stop, "");
    ASSERT_TRUE(answer.is_broken());
    EXPECT_TRUE(answer.is_apart());
    EXPECT_FALSE(emitter.finished());
    answer.give_up();
    emitter.close();
    ASSERT_TRUE(emitter.failure());
    EXPECT_EQ(emitter.failure()->message, "cut");
    EXPECT_EQ(text(), "We are open. We will meet on Fri");
    EXPECT_EQ(count("[DONE]"), 0u);
}

TEST_F(Answer, with_a_call_or_a_refusal_is_nothing_to_go_on_with) {
    say("Let me look. ");
    answer.tool_start(0, "call_1", "look");
    answer.tool_args(0, "{\\\"a\\\"");
    answer.error(cut);
    EXPECT_FALSE(answer.is_broken());
    EXPECT_TRUE(emitter.failure());
}

TEST_F(Answer, that_was_refused_is_nothing_to_go_on_with) {
    answer.text("I will", TextChannel::refusal, {});
    answer.error(cut);
    EXPECT_FALSE(answer.is_broken());
    EXPECT_TRUE(emitter.failure());
}

TEST_F(Answer, may_end_with_a_call_once_it_was_gone_on_with) {
    say("We are open. Let me look it up");
    answer.error(cut);
    go_on();
    say("Let me look it up");
    answer.tool_start(0, "call_1", "look");
    answer.tool_args(0, "{}");
    answer.tool_end(0);
    answer.finish(FinishReason::tool_calls, "");
    EXPECT_FALSE(answer.is_broken());
    EXPECT_EQ(text(), "We are open. Let me look it up");
    EXPECT_EQ(count("\"name\":\"look\""), 1u);
}

TEST_F(Answer, that_goes_on_with_a_call_alone_does_not_go_on) {
    say("We are open. Let me look it up");
    answer.error(cut);
    go_on();
    answer.tool_start(0, "call_1", "look");
    answer.tool_args(0, "{}");
    EXPECT_TRUE(answer.is_apart());
    EXPECT_EQ(count("look\""), 0u) << "no half call";
}

TEST_F(Answer, of_which_only_thoughts_were_told_is_told_anew) {
    answer.reasoning("hm");
    answer.error(cut);
    ASSERT_TRUE(answer.is_broken());
    go_on();
    EXPECT_TRUE(answer.is_joined());
    say("Hello.");
    EXPECT_EQ(text(), "Hello.");
}

TEST_F(Answer, before_its_first_word_fails_like_any_other) {
    answer.error(cut);
    EXPECT_FALSE(answer.is_broken());
    EXPECT_TRUE(emitter.failure());
    EXPECT_FALSE(emitter.started());
}

TEST_F(Answer, is_remembered_up_to_a_limit) {
    const std::string piece(1024, 'x');
    for (std::size_t bytes = 0; bytes < resumable_bytes_max; bytes += piece.size()) say(piece);
    EXPECT_EQ(answer.sent().size(), resumable_bytes_max);
    say("y");
    EXPECT_TRUE(answer.sent().empty()) << "the memory is given back";
    answer.error(cut);
    EXPECT_FALSE(answer.is_broken());
    EXPECT_TRUE(emitter.failure());
}

}  // namespace
}  // namespace parley::exchange
