// What was said of an answer before it broke off, and what another attempt says then: side by side, as the reader has them together.
#include "postprocess/continuation/overlap_dropper.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "postprocess/continuation/resume_point.hpp"

namespace parley::postprocess::continuation {
namespace {

constexpr std::string_view sent = "The shop opens at nine. On Fridays, it stays open until eight, and on Sundays it is clo";
constexpr std::string_view rest = "sed all day. Shall I note a visit?";
/// The words behind the point.
constexpr std::string_view tail = "and on Sundays it is clo";

struct Joined {
    OverlapDropper::State state;
    std::string text;  // that is new
};

Joined join(std::string_view before, std::size_t from, std::string_view continuation, std::size_t piece_bytes = 1000) {
    OverlapDropper dropper(before, from);
    std::string out;
    for (std::size_t at = 0; at < continuation.size(); at += piece_bytes) dropper.feed(continuation.substr(at, piece_bytes), out);
    return {dropper.finish(out), out};
}

void expect_joined(const std::string& continuation, std::string_view expected = rest) {
    for (const std::size_t piece : {1000u, 7u, 1u}) {
        const Joined joined = join(sent, resume_point(sent), continuation, piece);
        EXPECT_EQ(joined.state, OverlapDropper::State::joined) << continuation << " in pieces of " << piece;
        EXPECT_EQ(joined.text, expected) << continuation << " in pieces of " << piece;
    }
}

void expect_apart(const std::string& continuation) {
    const Joined joined = join(sent, resume_point(sent), continuation, 3);
    EXPECT_EQ(joined.state, OverlapDropper::State::apart) << continuation;
    EXPECT_EQ(joined.text, "") << continuation;
}

std::string with(std::string_view one, std::string_view other) { return std::string(one) + std::string(other); }

TEST(OverlapDropper, drops_the_words_behind_the_point) { expect_joined(with(tail, rest)); }

TEST(OverlapDropper, white_space_and_case_may_differ) {
    expect_joined(with("\n  And on  sundays\tit\nIS\n\nclo", rest));
    expect_joined(with(" and onSundays it is clo", rest));
}

TEST(OverlapDropper, drops_any_number_of_words_before_the_point) {
    for (std::size_t at = 0; at < resume_point(sent); ++at) {
        if (at == 0 || sent[at - 1] == ' ') expect_joined(with(sent.substr(at), rest));
    }
}

TEST(OverlapDropper, drops_an_answer_that_starts_over) {
    expect_joined(with(sent, rest));
    expect_joined(
        "THE SHOP OPENS AT NINE.\nOn Fridays, it stays open until eight, and on Sundays it is closed all day. Shall I note a visit?");
}

TEST(OverlapDropper, drops_a_remark_before_it) {
    for (const std::string_view remark : {"Sure, continuing: ", "I apologise for the interruption. ", "Of course! Here is the rest:\n\n",
                                          "Sorry about that\n", "...", "You were at: \""}) {
        expect_joined(with(remark, with(tail, rest)));
        expect_joined(with(remark, with(sent, rest)));
    }
}

TEST(OverlapDropper, quotes_and_dashes_are_one_however_they_are_set) {
    const Joined joined =
        join("He said: \"that\xe2\x80\x99s it\" - or some", 9, "\xe2\x80\x9cThat's it\xe2\x80\x9d \xe2\x80\x94 or something else");
    EXPECT_EQ(joined.text, "thing else");
}

TEST(OverlapDropper, another_answer_stands_apart_and_is_kept_back) {
    expect_apart("I'm sorry, but I can't help with that.");
    expect_apart("");
    expect_apart("on Mondays it is closed all day.");
    expect_apart(std::string(rest));  // nothing says that it belongs here
    expect_apart(with("Well, ", std::string(300, 'x')));
    expect_apart(std::string(tail.substr(0, 12)));
}

TEST(OverlapDropper, a_remark_alone_is_no_repetition) {
    const Joined joined = join("yes, and so on to the", 5, "I could. And so on to the other");
    EXPECT_EQ(joined.text, " other") << "eight characters behind a remark are no coincidence";
    EXPECT_EQ(join("I said yes to", 7, "No. Yes to that").state, OverlapDropper::State::apart) << "five may be one";
}

TEST(OverlapDropper, says_at_once_that_a_long_text_stands_apart) {
    OverlapDropper dropper(sent, resume_point(sent));
    std::string out;
    EXPECT_EQ(dropper.feed(std::string(OverlapDropper::remark_characters_max, 'x'), out), OverlapDropper::State::undecided);
    EXPECT_EQ(dropper.feed("x", out), OverlapDropper::State::apart);
    EXPECT_EQ(dropper.feed(tail, out), OverlapDropper::State::apart) << "once and for all";
}

TEST(OverlapDropper, keeps_back_no_more_than_was_sent) {
    std::string long_text;
    for (int word = 0; word < 2000; ++word) long_text += "word" + std::to_string(word) + ' ';
    OverlapDropper dropper(long_text, resume_point(long_text));
    std::string out;
    for (std::size_t at = 0; at < long_text.size(); at += 10) {
        dropper.feed(std::string_view(long_text).substr(at, 10), out);
        EXPECT_LE(dropper.held_bytes(), long_text.size());
    }
    EXPECT_EQ(dropper.feed("and on", out), OverlapDropper::State::joined);
    EXPECT_EQ(out, "and on");
    EXPECT_EQ(dropper.held_bytes(), 0u);
}

TEST(OverlapDropper, a_text_that_says_the_same_again_and_again_is_no_more_work) {
    std::string same;
    while (same.size() < 64 * 1024) same += "a ";
    const Joined joined = join(same, resume_point(same), same + "b", 4096);
    EXPECT_EQ(joined.state, OverlapDropper::State::joined);
    EXPECT_EQ(joined.text, "b");
}

TEST(OverlapDropper, the_longest_repetition_counts) {
    const Joined joined = join("to be or not to be or", 13, "to be or not to be or nothing");
    EXPECT_EQ(joined.text, " nothing");
}

TEST(OverlapDropper, a_repetition_that_goes_another_way_is_that_of_the_point) {
    const std::string_view before = "one of the men saw most of the";
    const Joined joined = join(before, 24, "of the men saw nothing");
    EXPECT_EQ(joined.text, " men saw nothing");
}

TEST(OverlapDropper, white_space_that_was_sent_is_not_given_twice) {
    EXPECT_EQ(join("we will meet ", 0, "We will meet on Friday", 5).text, "on Friday");
    EXPECT_EQ(join("we will meet ", 0, "We will meet\n\n on", 13).text, "on");
    EXPECT_EQ(join("we will meet", 0, "We will meet on", 5).text, " on");
}

TEST(OverlapDropper, an_answer_that_had_all_been_sent_ends_without_a_word_more) {
    const Joined joined = join(sent, resume_point(sent), tail, 4);
    EXPECT_EQ(joined.state, OverlapDropper::State::joined);
    EXPECT_EQ(joined.text, "");
}

TEST(OverlapDropper, where_nothing_was_sent_everything_is_new) {
    EXPECT_EQ(join("", 0, "Hello", 2).text, "Hello");
    EXPECT_EQ(join(" \n", 0, "Hello", 2).text, "Hello");
}

TEST(OverlapDropper, scripts_without_spaces_and_letters_beyond_ascii) {
    EXPECT_EQ(join("東京は今日も晴れで、明日は雨が降る", 30, "明日は雨が降るでしょう。").text, "でしょう。");
    EXPECT_EQ(join("Привет, как дела у ва", 14, "КАК ДЕЛА У ВАС?").text, "С?");
    EXPECT_EQ(join("Größe und Länge, dazu die Höh", 19, "DAZU DIE HÖHE").text, "E");
}

/// 32 words, some of them again and again.
std::string some_text(Random& random, std::size_t words) {
    static constexpr std::string_view vocabulary[] = {"the",  "caller,", "asked", "it",     "in",  "a",       "café", "Zürich",
                                                      "東京", "done.",   "to",    "привет", "and", "number:", "we",   "🙂"};
    std::string text;
    for (std::size_t word = 0; word < words; ++word) {
        text += word == 0 ? "" : " ";
        text += vocabulary[random.below(std::size(vocabulary))];
        text += std::to_string(random.below(30));
    }
    return text;
}

std::size_t character_begin(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return at;
}

TEST(OverlapDropper, no_word_is_lost_and_none_repeated_wherever_a_text_was_cut) {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        Random random(seed);
        const std::string text = some_text(random, 2 + random.below(60));
        const std::size_t cut = character_begin(text, 1 + random.below(text.size()));
        const std::string_view before = std::string_view(text).substr(0, cut);
        const std::size_t from = resume_point(before);
        std::size_t begin = from;
        for (std::size_t words = random.below(31); words > 0 && begin > 0; --words) {
            const std::size_t space = text.rfind(' ', begin - 2);
            begin = begin < 2 || space == std::string::npos ? 0 : space + 1;
        }
        OverlapDropper dropper(before, from);
        std::string out;
        for (std::size_t at = begin; at < text.size();) {
            const std::size_t end = character_begin(text, std::min(text.size(), at + 4 + random.below(20)));
            dropper.feed(std::string_view(text).substr(at, end - at), out);
            at = end;
        }
        ASSERT_EQ(dropper.finish(out), OverlapDropper::State::joined) << "seed " << seed;
        ASSERT_EQ(std::string(before) + out, text) << "seed " << seed;
    }
}

}  // namespace
}  // namespace parley::postprocess::continuation
