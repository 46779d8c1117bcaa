// golden_test.cpp: every folder of tests/golden/transcripts/ holds a file of a speech-to-text service and what a model would read
// of it in each form. GOLDEN_UPDATE=1 rewrites what is expected.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "transcripts/import.hpp"
#include "transcripts/print_transcript.hpp"
#include "transcripts/render.hpp"

namespace parley::transcripts {
namespace {

namespace fs = std::filesystem;

struct FormFile {
    Form form;
    const char* name;
};
constexpr FormFile forms[] = {
    {Form::text, "text.txt"},  {Form::speakers, "speakers.txt"}, {Form::speakers_timestamps, "speakers_timestamps.txt"},
    {Form::json, "json.json"}, {Form::words, "words.json"},      {Form::speaker_list, "speaker_list.txt"},
};

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Files end in a line end that the rendering has not.
void expect_golden(const fs::path& path, const std::string& rendering) {
    const std::string printed = rendering + "\n";
    if (std::getenv("GOLDEN_UPDATE")) std::ofstream(path, std::ios::binary) << printed;
    EXPECT_EQ(printed, read_file(path)) << path;
}

std::vector<fs::path> cases() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(fs::path(PARLEY_SOURCE_DIR) / "tests" / "golden" / "transcripts")) {
        found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

fs::path source_of(const fs::path& folder) {
    for (const char* const name : {"transcript.vtt", "transcript.srt"}) {
        if (fs::exists(folder / name)) return folder / name;
    }
    return folder / "transcript.json";
}

class GoldenTranscript : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenTranscript, is_rendered_in_every_form_as_its_files_say) {
    const auto transcript = import_any(read_file(source_of(GetParam())));
    ASSERT_TRUE(transcript) << transcript.error().problems[0];
    for (const auto& [form, name] : forms) expect_golden(GetParam() / name, render(*transcript, form).value());
}

TEST_P(GoldenTranscript, is_the_same_after_it_was_printed_and_read_again) {
    const auto transcript = import_any(read_file(source_of(GetParam())));
    ASSERT_TRUE(transcript);
    const std::string printed = print_transcript(*transcript, "some-id");
    const auto again = import_assemblyai(printed);
    ASSERT_TRUE(again) << again.error().problems[0];
    EXPECT_EQ(*again, *transcript);
    EXPECT_EQ(print_transcript(*again, "some-id"), printed);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenTranscript, testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.filename().string(); });

/// A redacted call, and something of each kind that was taken out of it.
struct Redacted {
    const char* folder;
    std::vector<const char*> secrets;
};

TEST(GoldenTranscripts, that_were_redacted_show_nothing_of_what_was_taken_out) {
    const Redacted calls[] = {
        {"redacted_call", {"Greta", "Unseen", "Hiddenbury", "0199"}},
        {"claim_redacted",
         {"Brandauer", "Zwettler", "Leopold", "Gmunden", "81 776", "0142", "AT02", "8814", "Tuesday the fourth", "1958"}}};
    for (const auto& [folder, secrets] : calls) {
        const std::string file = read_file(fs::path(PARLEY_SOURCE_DIR) / "tests" / "golden" / "transcripts" / folder / "transcript.json");
        const auto transcript = import_any(file);
        ASSERT_TRUE(transcript);
        for (const char* const secret : secrets) {
            EXPECT_NE(file.find(secret), std::string::npos) << secret;
            for (const auto& [form, name] : forms)
                EXPECT_EQ(render(*transcript, form).value().find(secret), std::string::npos) << secret << " in " << name;
        }
    }
}

std::multiset<std::string> words_in(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

/// The long ones, which tests/talks/make.py has made.
TEST(GoldenTalks, lose_and_invent_no_word_in_any_form) {
    for (const char* const folder : {"clinic_call", "planning_meeting", "parcel_hotline", "claim_redacted", "ferry_two_languages"}) {
        const auto transcript =
            import_any(read_file(fs::path(PARLEY_SOURCE_DIR) / "tests" / "golden" / "transcripts" / folder / "transcript.json"));
        ASSERT_TRUE(transcript);
        const std::multiset<std::string> said = words_in(transcript->text);
        EXPECT_GT(said.size(), 350u) << folder;
        EXPECT_EQ(words_in(render(*transcript, Form::text).value()), said) << folder;
        std::multiset<std::string> in_lines;
        std::istringstream lines(render(*transcript, Form::speakers_timestamps).value());
        for (std::string line; std::getline(lines, line);) in_lines.merge(words_in(line.substr(line.find(": ") + 2)));
        EXPECT_EQ(in_lines, said) << folder;
        std::multiset<std::string> spoken;
        for (const Word* const word : words_in_order(*transcript)) spoken.insert(word->text);
        EXPECT_EQ(spoken, said) << folder;
    }
}

}  // namespace
}  // namespace parley::transcripts
