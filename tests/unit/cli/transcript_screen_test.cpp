#include "cli/transcript_screen.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::cli {
namespace {

using transcripts::Transcript;

Transcript call() {
    Transcript transcript;
    transcript.utterances = {{.speaker = "A", .text = "Harbour clinic, how can I help?", .start_ms = 240, .end_ms = 4640},
                             {.speaker = "B", .text = "I need to move my visit.", .start_ms = 4100, .end_ms = 6020},
                             {.speaker = "A", .text = "Of course.", .start_ms = 6500, .end_ms = 7000}};
    transcript.names = {{"B", "Ada"}};
    return transcript;
}

TEST(TalkOnAScreen, has_a_line_for_each_utterance_and_marks_overlaps) {
    EXPECT_EQ(print_talk(call(), false),
              "00:00:00.240  Speaker A  Harbour clinic, how can I help?\n"
              "00:00:04.100  Ada        I need to move my visit.  (into Speaker A)\n"
              "00:00:06.500  Speaker A  Of course.\n");
}

TEST(TalkOnAScreen, gives_each_speaker_one_colour) {
    EXPECT_EQ(print_talk(call(), true),
              "\x1b[2m00:00:00.240\x1b[0m  \x1b[36mSpeaker A\x1b[0m  Harbour clinic, how can I help?\n"
              "\x1b[2m00:00:04.100\x1b[0m  \x1b[33mAda\x1b[0m        I need to move my visit.\x1b[2m  (into Speaker A)\x1b[0m\n"
              "\x1b[2m00:00:06.500\x1b[0m  \x1b[36mSpeaker A\x1b[0m  Of course.\n");
}

TEST(TalkOnAScreen, shows_control_characters_and_obeys_none) {
    Transcript transcript;
    transcript.utterances = {{.speaker = "A\x1b[2J", .text = "one\x1b]0;title\x07 two\nthree", .start_ms = 0, .end_ms = 1}};
    const std::string shown = print_talk(transcript, false);
    EXPECT_EQ(shown.find('\x1b'), std::string::npos) << shown;
    EXPECT_EQ(shown.find('\x07'), std::string::npos) << shown;
    EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), 1) << shown;
}

TEST(TalkOnAScreen, without_speakers_is_the_text) {
    Transcript transcript;
    transcript.text = "Nobody was told apart.";
    EXPECT_EQ(print_talk(transcript, true), "Nobody was told apart.\n");
}

}  // namespace
}  // namespace parley::cli
