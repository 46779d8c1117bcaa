#include "postprocess/continuation/resume_point.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::postprocess::continuation {
namespace {

/// What stands behind the point.
std::string_view tail_of(std::string_view sent) { return sent.substr(resume_point(sent)); }

TEST(ResumePoint, lies_behind_the_last_complete_clause) {
    EXPECT_EQ(tail_of("The shop is open. We will meet on Fri"), "We will meet on Fri");
    EXPECT_EQ(tail_of("The shop is open, and we will me"), "and we will me");
    EXPECT_EQ(tail_of("First of all:\n- the red car\n- the bl"), "the red car\n- the bl");
}

TEST(ResumePoint, leaves_enough_to_know_a_continuation_by) {
    EXPECT_EQ(tail_of("The shop is open. We will meet on Friday. So"), "We will meet on Friday. So");
    EXPECT_EQ(tail_of("It is open. A, b, c, d"), "open. A, b, c, d") << "words of a letter are not much";
    EXPECT_EQ(tail_of("We will meet on Friday. "), "meet on Friday. ");
}

TEST(ResumePoint, is_a_words_beginning_where_a_clause_is_long) {
    EXPECT_EQ(tail_of("one two three four five six seven eight nine ten eleven twelve thirteen fourteen"), "twelve thirteen fourteen");
}

TEST(ResumePoint, is_the_beginning_of_what_is_short) {
    EXPECT_EQ(resume_point(""), 0u);
    EXPECT_EQ(resume_point("   "), 0u);
    EXPECT_EQ(resume_point("Hello"), 0u);
    EXPECT_EQ(resume_point("Hello, my fr"), 0u);
}

TEST(ResumePoint, every_character_is_a_word_where_there_are_no_spaces) {
    EXPECT_EQ(tail_of("今日は東京に行きます。明日は雨が降るでしょ"), "明日は雨が降るでしょ");
}

}  // namespace
}  // namespace parley::postprocess::continuation
