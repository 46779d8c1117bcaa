#include "cli/transcript_listing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::cli {
namespace {

TEST(TranscriptListing, has_a_line_for_each_and_the_id_last) {
    EXPECT_EQ(print_listing(R"({"transcripts":[
        {"id":"talk-17","status":"completed","created":"2026-11-30T18:20:10.586965","audio_url":""},
        {"id":"0f6c1c2a-6a54-4a11-9a5b-0f6f4b9f1a03","status":"queued","created":"2026-11-30T18:19:59.000000","audio_url":"https://example.com/a.wav"},
        {"id":"gone","status":"completed","created":"2026-11-29T00:00:00.000001","audio_url":"http://deleted_by_user"}]})")
                  .value(),
              "CREATED (UTC)     STATUS     ID\n"
              "2026-11-30 18:20  completed  talk-17\n"
              "2026-11-30 18:19  queued     0f6c1c2a-6a54-4a11-9a5b-0f6f4b9f1a03\n"
              "2026-11-29 00:00  deleted    gone\n");
}

TEST(TranscriptListing, of_nothing_is_nothing) { EXPECT_EQ(print_listing(R"({"transcripts":[]})").value(), ""); }

TEST(TranscriptListing, obeys_no_control_character) {
    const std::string shown =
        print_listing("{\"transcripts\":[{\"id\":\"a\\u001b[2J\",\"status\":\"x\\ny\",\"created\":\"\\u0007\"}]}").value();
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    EXPECT_EQ(shown.find('\x07'), std::string::npos);
    EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), 2);
}

TEST(TranscriptListing, takes_nothing_else) {
    for (const char* const page : {"", "[]", "{}", R"({"transcripts":7})"}) EXPECT_FALSE(print_listing(page)) << page;
}

}  // namespace
}  // namespace parley::cli
