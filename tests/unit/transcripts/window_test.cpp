// window_test.cpp: what is kept of a talk that is too long: whole utterances of one or both ends, never more bytes than allowed.
#include "transcripts/window.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "catalog/token_estimate.hpp"
#include "json/document.hpp"
#include "unit/transcripts/made_up_recording.hpp"

namespace parley::transcripts {
namespace {

constexpr std::size_t placed = rendering_bytes_max;

Transcript recording() {
    tests::RecordingWish wish;
    wish.seed = 11;
    wish.length_ms = 300'000;
    return tests::made_up_recording(wish);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

TEST(Window, that_is_wide_enough_cuts_nothing) {
    const Transcript whole = recording();
    for (const Form form : {Form::text, Form::speakers, Form::speakers_timestamps, Form::json, Form::words, Form::speaker_list}) {
        const std::string rendering = render(whole, form).value();
        for (const Window window : {Window::error, Window::tail, Window::head_tail}) {
            EXPECT_EQ(render_within(whole, form, window, Budget(rendering.size())).value(), rendering);
        }
    }
}

TEST(Window, keeps_whole_utterances_of_the_end) {
    const Transcript whole = recording();
    const std::vector<std::string> all = lines_of(render(whole, Form::speakers).value());
    for (std::size_t bytes_max = 60; bytes_max < 4'000; bytes_max += 171) {
        const std::string cut = render_within(whole, Form::speakers, Window::tail, Budget(bytes_max)).value();
        EXPECT_LE(cut.size(), bytes_max);
        const std::vector<std::string> lines = lines_of(cut);
        EXPECT_EQ(lines[0], "[... " + std::to_string(all.size() - (lines.size() - 1)) + " utterances left out ...]");
        EXPECT_TRUE(std::equal(lines.rbegin(), lines.rend() - 1, all.rbegin())) << bytes_max;
        const std::string& next = all[all.size() - lines.size()];
        EXPECT_GT(cut.size() + 1 + next.size(), bytes_max) << "one more would have fitted";
    }
}

TEST(Window, keeps_whole_utterances_of_both_ends) {
    const Transcript whole = recording();
    const std::vector<std::string> all = lines_of(render(whole, Form::speakers).value());
    const std::vector<std::string> lines = lines_of(render_within(whole, Form::speakers, Window::head_tail, Budget(2'000)).value());
    ASSERT_GT(lines.size(), 5u);
    const auto mark = std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("[... "); });
    const auto head = static_cast<std::size_t>(mark - lines.begin());
    const std::size_t tail = lines.size() - head - 1;
    EXPECT_LE(tail - head, 1u);
    EXPECT_TRUE(std::equal(lines.begin(), mark, all.begin()));
    EXPECT_TRUE(std::equal(mark + 1, lines.end(), all.end() - static_cast<std::ptrdiff_t>(tail)));
}

TEST(Window, leaves_data_readable_and_says_how_much_is_missing) {
    const Transcript whole = recording();
    for (const Window window : {Window::tail, Window::head_tail}) {
        const std::string cut = render_within(whole, Form::json, window, Budget(3'000)).value();
        EXPECT_LE(cut.size(), 3'000u);
        json::Document document;
        ASSERT_FALSE(document.parse(cut)) << cut;
        const std::size_t kept = document.root().find("utterances").size();
        EXPECT_EQ(document.root().find("left_out").integer(), static_cast<std::int64_t>(whole.utterances.size() - kept));
        EXPECT_GT(kept, 0u);
    }
}

TEST(Window, cuts_plain_text_between_words_and_never_within_a_character) {
    Transcript talk;
    for (int number = 0; number < 200; ++number)
        talk.text += (number ? " ma\xc3\xb1" : "ma\xc3\xb1") + std::string("ana") + std::to_string(number);
    for (std::size_t bytes_max = 47; bytes_max < talk.text.size(); bytes_max += 13) {
        for (const Window window : {Window::tail, Window::head_tail}) {
            const std::string cut = render_within(talk, Form::text, window, Budget(bytes_max)).value();
            EXPECT_LE(cut.size(), bytes_max);
            EXPECT_NE(cut.find("[...]"), std::string::npos);
            std::istringstream words(cut);
            for (std::string word; words >> word;)
                EXPECT_TRUE(word == "[...]" || word.starts_with("ma\xc3\xb1"
                                                                "ana"))
                    << word;
        }
    }
}

TEST(Window, keeps_what_a_tokenizer_has_room_for) {
    const Transcript whole = recording();
    for (const catalog::Tokenizer tokenizer : {catalog::Tokenizer::o200k, catalog::Tokenizer::claude_4_7, catalog::Tokenizer::unknown}) {
        for (const Form form : {Form::text, Form::speakers, Form::speakers_timestamps, Form::json, Form::words}) {
            for (const Window window : {Window::tail, Window::head_tail}) {
                const Room room{form == Form::words ? 3'000 : 600, tokenizer};
                const std::string cut = render_within(whole, form, window, Budget(placed, room)).value();
                EXPECT_LE(catalog::tokens_at_most(tokenizer, cut), room.tokens);
                EXPECT_GE(catalog::tokens_at_most(tokenizer, cut), room.tokens / 3) << "a long utterance at most is left out needlessly";
            }
        }
    }
    const std::size_t roomy = render_within(whole, Form::text, Window::tail, Budget(placed, Room{600, catalog::Tokenizer::o200k}))->size();
    const std::size_t tight =
        render_within(whole, Form::text, Window::tail, Budget(placed, Room{600, catalog::Tokenizer::claude_4_7}))->size();
    EXPECT_GT(roomy, tight) << "the same room holds less for a tokenizer that makes more of a text";
}

TEST(Window, of_a_script_that_is_dear_keeps_less_of_it) {
    Transcript latin;
    Transcript thai;
    for (int number = 0; number < 400; ++number) {
        latin.text += "good morning ";
        thai.text += "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e48\u0e30 ";
    }
    const Budget budget(placed, Room{500, catalog::Tokenizer::claude});
    EXPECT_GT(render_within(latin, Form::text, Window::tail, budget)->size(), 1'400u);
    EXPECT_LT(render_within(thai, Form::text, Window::tail, budget)->size(), 900u);
}

TEST(Window, has_room_for_the_mark_or_none_at_all) {
    const Transcript whole = recording();
    EXPECT_FALSE(render_within(whole, Form::speakers, Window::tail, Budget(20)));
    EXPECT_FALSE(render_within(whole, Form::text, Window::tail, Budget(6)));
    EXPECT_FALSE(render_within(whole, Form::text, Window::error, Budget(100)));
}

TEST(Window, gives_the_text_as_it_is_where_only_its_words_are_too_many) {
    Transcript talk;
    talk.text = "one two three";
    for (const char* word : {"one", "two", "three"}) talk.words.push_back({word});
    ASSERT_GT(render(talk, Form::words)->size(), 40u);
    EXPECT_EQ(render_within(talk, Form::words, Window::tail, Budget(40)).value(), talk.text);
}

}  // namespace
}  // namespace parley::transcripts
