#include "simulate/continuation.hpp"

#include <gtest/gtest.h>

#include "simulate/answer.hpp"
#include "simulate/text.hpp"

namespace parley::simulate {
namespace {

constexpr std::string_view content = "one two three four five six";

std::string said(const Question& question, std::string_view model) {
    Random random(1);
    return make_answer(question, *parse_model(model), random).content;
}

TEST(PointAskedFor, is_behind_a_message_of_the_assistant_at_the_end) {
    Question question;
    EXPECT_EQ(point_asked_for(question, content), std::nullopt);
    question.begun = "one two";
    EXPECT_EQ(point_asked_for(question, content), 7u);
    question.begun = "another";
    EXPECT_EQ(point_asked_for(question, content), std::nullopt);
}

TEST(PointAskedFor, is_at_the_last_words_where_a_user_quotes_them) {
    Question question;
    question.answer_before = "one two three";
    question.user_text = "Go on, from \"two three\"";
    EXPECT_EQ(point_asked_for(question, content), 4u);
    for (const std::string_view other : {"Go on", "Go on from \"one two\"", "Why \"three\" and not \"four\"?"}) {
        question.user_text = other;
        EXPECT_EQ(point_asked_for(question, content), std::nullopt) << other;
    }
}

TEST(Continued, says_the_rest_in_many_ways) {
    const std::string seeded = seeded_words(60, 5);
    const std::size_t point = seeded.find(' ', 150);
    const auto how = [&](Continues way, std::uint64_t seed) { return continued(seeded, point, way, seed); };
    const std::string rest = seeded.substr(point);
    EXPECT_EQ(how(Continues::exact, 1), rest);
    EXPECT_EQ(how(Continues::over, 1), seeded);
    bool repeats = false;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        EXPECT_TRUE(how(Continues::repeats, seed).ends_with(rest));
        repeats = repeats || how(Continues::repeats, seed).size() > rest.size();
        EXPECT_TRUE(how(Continues::remark, seed).ends_with(rest));
        EXPECT_NE(how(Continues::remark, seed), rest);
        EXPECT_EQ(how(Continues::refuses, seed).find(rest), std::string::npos);
        const std::string recased = how(Continues::recased, seed);
        EXPECT_EQ(recased.substr(recased.size() - 50), seeded.substr(seeded.size() - 50)) << "only what was said before differs";
        EXPECT_EQ(how(Continues::any, seed), how(Continues::any, seed));
    }
    EXPECT_TRUE(repeats);
}

TEST(Continued, is_the_answer_of_whoever_is_shown_a_beginning) {
    Question question;
    question.begun = "This is";
    EXPECT_EQ(said(question, "fixed"), " a simulated answer.");
    EXPECT_EQ(said(question, "fixed?continues=over"), fixed_sentence);
    question.user_text = "This is it";
    EXPECT_EQ(said(question, "echo"), "This is it") << "an echo has no answer of its own";
}

}  // namespace
}  // namespace parley::simulate
