// properties_test.cpp: what holds for every recording, over made-up ones: every utterance once, in the order of time, with its
// speaker; every overlap marked; no word lost or invented. Expectations are computed here the slow and plain way.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/sip_hash.hpp"
#include "json/document.hpp"
#include "transcripts/clock_text.hpp"
#include "transcripts/import.hpp"
#include "transcripts/print_transcript.hpp"
#include "transcripts/render.hpp"
#include "unit/transcripts/made_up_recording.hpp"

namespace parley::transcripts {
namespace {

constexpr std::int64_t three_hours_ms = 3LL * 3600 * 1000;

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<const Utterance*> by_start(const Transcript& transcript) {
    std::vector<const Utterance*> ordered;
    for (const Utterance& utterance : transcript.utterances) ordered.push_back(&utterance);
    std::stable_sort(ordered.begin(), ordered.end(), [](auto* a, auto* b) { return a->start_ms < b->start_ms; });
    return ordered;
}

/// Speakers, channel included, of earlier utterances that had not ended when the one at `place` began: every pair is looked at.
std::set<std::pair<std::string, std::string>> interrupted_by(const std::vector<const Utterance*>& ordered, std::size_t place) {
    const Utterance& one = *ordered[place];
    std::set<std::pair<std::string, std::string>> found;
    for (std::size_t earlier = 0; earlier < place; ++earlier) {
        const Utterance& other = *ordered[earlier];
        const bool is_same = other.speaker == one.speaker && other.channel == one.channel;
        if (!is_same && other.end_ms > one.start_ms) found.emplace(other.channel, other.speaker);
    }
    return found;
}

class MadeUpRecording : public testing::TestWithParam<int> {
  protected:
    Transcript transcript() const {
        tests::RecordingWish wish;
        wish.seed = static_cast<std::uint64_t>(GetParam());
        wish.length_ms = 20'000 + 4'000 * GetParam();
        wish.speakers = 1 + static_cast<std::uint64_t>(GetParam()) % 6;
        wish.channels = GetParam() % 5 == 0 ? 2 : 1;
        return tests::made_up_recording(wish);
    }
};

TEST_P(MadeUpRecording, has_every_utterance_once_in_the_order_of_time_with_its_speaker_and_overlaps) {
    const Transcript whole = transcript();
    const std::vector<const Utterance*> ordered = by_start(whole);
    const std::string json = render(whole, Form::json).value();
    json::Document document;
    ASSERT_FALSE(document.parse(json));
    const json::Value utterances = document.root().find("utterances");
    ASSERT_EQ(utterances.size(), ordered.size());
    std::size_t place = 0;
    for (const json::Value shown : utterances.elements()) {
        const Utterance& utterance = *ordered[place];
        EXPECT_EQ(shown.find("text").string(), utterance.text);
        EXPECT_EQ(shown.find("start_ms").integer(), utterance.start_ms);
        EXPECT_EQ(shown.find("end_ms").integer(), utterance.end_ms);
        EXPECT_EQ(shown.find("speaker").string(), utterance.channel + utterance.speaker);
        std::set<std::string> named;
        for (const json::Value other : shown.find("overlaps").elements()) named.insert(other.string());
        std::set<std::string> expected;
        for (const auto& [channel, speaker] : interrupted_by(ordered, place)) expected.insert(channel + speaker);
        EXPECT_EQ(named, expected) << place;
        EXPECT_EQ(shown.find("overlaps").size(), expected.size()) << place << ": nobody twice";
        ++place;
    }
}

TEST_P(MadeUpRecording, has_a_line_for_every_utterance_that_names_whom_it_overlaps) {
    const Transcript whole = transcript();
    const std::vector<const Utterance*> ordered = by_start(whole);
    std::istringstream lines(render(whole, Form::speakers_timestamps).value());
    std::string line;
    for (std::size_t place = 0; place < ordered.size(); ++place) {
        ASSERT_TRUE(std::getline(lines, line));
        const Utterance& utterance = *ordered[place];
        std::string begin = "[";
        append_clock(begin, utterance.start_ms);
        begin += '-';
        append_clock(begin, utterance.end_ms);
        begin += "] Speaker " + utterance.channel + utterance.speaker;
        EXPECT_TRUE(line.starts_with(begin)) << line;
        EXPECT_TRUE(line.ends_with(": " + utterance.text)) << line;
        const auto others = interrupted_by(ordered, place);
        EXPECT_EQ(line.find("(overlaps ") != std::string::npos, !others.empty()) << line;
        for (const auto& [channel, speaker] : others) EXPECT_NE(line.find(channel + speaker, begin.size()), std::string::npos) << line;
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST_P(MadeUpRecording, loses_and_invents_no_word_in_any_form) {
    const Transcript whole = transcript();
    std::multiset<std::string> said;
    for (const Word* word : words_in_order(whole)) said.insert(word->text);

    const std::vector<std::string> text = words_of(render(whole, Form::text).value());
    EXPECT_EQ(std::multiset<std::string>(text.begin(), text.end()), said);

    std::multiset<std::string> in_lines;
    std::istringstream lines(render(whole, Form::speakers).value());
    for (std::string line; std::getline(lines, line);) {
        for (std::string& word : words_of(line.substr(line.find(": ") + 2))) in_lines.insert(std::move(word));
    }
    EXPECT_EQ(in_lines, said);

    json::Document document;
    const std::string words = render(whole, Form::words).value();
    ASSERT_FALSE(document.parse(words));
    std::multiset<std::string> in_words;
    std::int64_t before = 0;
    for (const json::Value word : document.root().elements()) {
        in_words.insert(word.find("text").string());
        EXPECT_LE(before, *word.find("start_ms").integer());
        before = *word.find("start_ms").integer();
    }
    EXPECT_EQ(in_words, said);
}

TEST_P(MadeUpRecording, is_the_same_after_it_was_printed_and_read_again) {
    const Transcript whole = transcript();
    const auto again = import_assemblyai(print_transcript(whole));
    ASSERT_TRUE(again) << again.error().problems[0];
    EXPECT_EQ(*again, whole);
    for (const Form form : {Form::text, Form::speakers, Form::speakers_timestamps, Form::json, Form::words, Form::speaker_list}) {
        EXPECT_EQ(render(*again, form).value(), render(whole, form).value());
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, MadeUpRecording, testing::Range(1, 41));

/// The long one is not kept as files: a digest of each form says whether a byte has changed.
std::string digest(const std::string& text) {
    std::ostringstream printed;
    printed << text.size() << ' ' << std::hex << sip_hash(SipSeed{1, 2}, text);
    return printed.str();
}

TEST(ThreeHours, of_four_speakers_are_rendered_byte_for_byte_as_before) {
    tests::RecordingWish wish;
    wish.seed = 3;
    wish.length_ms = three_hours_ms;
    wish.speakers = 4;
    const Transcript recording = tests::made_up_recording(wish);
    EXPECT_EQ(recording.utterances.size(), 2494u);
    EXPECT_EQ(digest(render(recording, Form::text).value()), "187597 985278af3f75630");
    EXPECT_EQ(digest(render(recording, Form::speakers).value()), "215031 5bd3a3d9186b192f");
    EXPECT_EQ(digest(render(recording, Form::speakers_timestamps).value()), "293911 c5a196bf230294c");
    EXPECT_EQ(digest(render(recording, Form::json).value()), "354897 5f4a23ba8babba97");
    EXPECT_EQ(digest(render(recording, Form::words).value()), "2094613 7ca2509c3a001ba");
    EXPECT_EQ(render(recording, Form::speaker_list).value(),
              "Speaker C: 604 utterances, 00:44:32.642\nSpeaker B: 613 utterances, 00:45:37.829\n"
              "Speaker A: 657 utterances, 00:47:13.884\nSpeaker D: 620 utterances, 00:47:30.850");
}

}  // namespace
}  // namespace parley::transcripts
