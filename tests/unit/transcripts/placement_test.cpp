#include "transcripts/placement.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

constexpr const char* two_speakers = R"({"text":"Hello. \"Hi\" {{ transcript }}","utterances":[
    {"speaker":"A","text":"Hello.","start":0,"end":1000},
    {"speaker":"B","text":"\"Hi\" {{ transcript }}","start":900,"end":2000}]})";

std::shared_ptr<const Transcript> said(const char* json) { return std::make_shared<const Transcript>(import_assemblyai(json).value()); }

/// A request on its way, with every source answered by the same transcript.
struct Placed {
    explicit Placed(std::string request, const char* transcript = two_speakers, std::optional<Room> room = {}) : text(std::move(request)) {
        EXPECT_FALSE(document.parse(text)) << text;
        const auto placement = Placement::plan(document, openai::read_request_members(document.root()));
        if (!placement) {
            problem = placement.error().problems.at(0);
            return;
        }
        needless = placement->is_needless();
        for (const Source& source : placement->sources()) ids.push_back(source.id);
        if (needless) return;
        const auto room_of = [&](const std::string&) { return room; };
        const auto placed = placement->body(std::vector(placement->sources().size(), said(transcript)), room_of);
        if (placed) {
            body = *placed;
        } else {
            problem = placed.error().problems.empty() ? placed.error().message : placed.error().problems[0];
        }
    }
    std::string text;
    json::Document document;
    bool needless = false;
    std::vector<std::string> ids;
    std::string body;
    std::string problem;
};

TEST(Placement, puts_the_plain_text_in_the_place_of_the_tag_and_changes_no_other_byte) {
    const Placed placed(R"({"model":"m", "transcript_id":"t-1","messages":[{"role":"user","content":"Sum up:\n{{ transcript }}!"}],"seed":12345678901234567890})");
    EXPECT_EQ(placed.ids, std::vector<std::string>{"t-1"});
    EXPECT_EQ(placed.body,
              R"({"model":"m","messages":[{"role":"user","content":"Sum up:\nHello. \"Hi\" {{ transcript }}!"}],"seed":12345678901234567890})");
}

TEST(Placement, never_searches_what_was_said) {
    const Placed placed(R"({"transcript_id":"t","prompt":"{{ transcript }}{{ transcript }}"})");
    EXPECT_EQ(placed.body, R"({"prompt":"Hello. \"Hi\" {{ transcript }}{{ transcript }}"})");
}

TEST(Placement, is_needless_without_a_tag_or_without_a_transcript) {
    EXPECT_TRUE(Placed(R"({"transcript_id":"t","prompt":"{{transcript}}"})").needless);
    EXPECT_TRUE(Placed(R"({"transcript_id":"../no/id","prompt":"hello"})").needless);
    EXPECT_TRUE(Placed(R"({"prompt":"{{ transcript }}"})").needless);
    EXPECT_TRUE(Placed(R"({"transcript_id":null,"prompt":"{{ transcript }}"})").needless);
}

TEST(Placement, looks_at_messages_where_there_is_a_prompt_too) {
    EXPECT_TRUE(Placed(R"({"transcript_id":"t","messages":[{"role":"user","content":"x"}],"prompt":"{{ transcript }}"})").needless);
    EXPECT_EQ(Placed(R"({"transcript_id":"t","messages":[],"prompt":"{{ transcript }}"})").ids.size(), 1u);
}

TEST(Placement, refuses_what_can_be_no_id) {
    for (const char* const id : {"", "../../v1/keys", "a/b", "a%2fb", "a?b", "a#b", "a\\r\\nb", "a\\u0000", "http://127.0.0.1/", "ä", "a b"}) {
        EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(id) + "\"}").problem,
                  "transcript_id is not the id of a transcript") << id;
    }
    EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(65, 'a') + "\"}").problem,
              "transcript_id is not the id of a transcript");
    EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(64, 'a') + "\"}").problem, "");
}

TEST(Placement, gives_each_tag_its_form) {
    const Placed placed(R"({"transcript_id":"t","prompt":"{{ transcript.speakers }}|{{ transcript.utterances }}|{{ transcript }}"})",
                        R"({"utterances":[{"speaker":"A","text":"Hello.","start":0,"end":1000}]})");
    EXPECT_EQ(placed.body,
              R"({"prompt":"Speaker A: 1 utterance, 00:00:01.000|[00:00:00.000-00:00:01.000] Speaker A: Hello.|Hello."})");
}

TEST(Placement, obeys_the_format_for_the_public_tag_alone) {
    EXPECT_EQ(Placed(R"({"transcript":{},"transcript_format":"speakers","prompt":"{{ transcript }}"})").body,
              R"({"prompt":"Speaker A: Hello.\nSpeaker B: \"Hi\" {{ transcript }}"})");
    EXPECT_EQ(Placed(R"({"transcript":{},"transcript_format":"json","prompt":"{{ transcript.utterances }}"})",
                     R"({"utterances":[{"text":"Hello.","start":0,"end":1000}]})").body,
              R"({"prompt":"[00:00:00.000-00:00:01.000] Hello."})");
}

TEST(Placement, says_of_a_transcript_that_is_not_there_yet_how_far_it_is) {
    for (const char* const status : {"queued", "processing", "error"}) {
        const std::string transcript = R"({"status":")" + std::string(status) + "\"}";
        EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}"})", transcript.c_str()).problem,
                  "transcript is not completed (status: " + std::string(status) + ")");
    }
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"<{{ transcript }}>"})", R"({"text":""})").body, R"({"prompt":"<>"})");
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"<{{ transcript }}>"})", R"({"text":null})").body, R"({"prompt":"<>"})");
}

TEST(PlacementInFallbacks, gives_an_entrys_own_messages_the_transcript_of_the_request) {
    const Placed placed(R"({"transcript_id":"t","prompt":"a {{ transcript }}","fallbacks":[{"model":"n","messages":[{"role":"user","content":"b {{ transcript }}"}]}]})",
                        R"({"text":"said"})");
    EXPECT_EQ(placed.ids, std::vector<std::string>{"t"});
    EXPECT_EQ(placed.body, R"({"prompt":"a said","fallbacks":[{"model":"n","messages":[{"role":"user","content":"b said"}]}]})");
}

TEST(PlacementInFallbacks, writes_the_messages_into_an_entry_with_a_transcript_of_its_own) {
    const Placed placed(R"({"transcript_id":"t","prompt":"a {{ transcript }}","fallbacks":[{"model":"n","transcript_id":"u"},{"model":"o","transcript_id":"v"}]})",
                        R"({"text":"said"})");
    EXPECT_EQ(placed.ids, (std::vector<std::string>{"t", "u"})) << "the second is beyond the depth";
    EXPECT_EQ(placed.body,
              R"({"prompt":"a said","fallbacks":[{"model":"n","transcript_id":"u","prompt":"a said"},{"model":"o","transcript_id":"v"}]})");
}

TEST(PlacementInFallbacks, goes_as_deep_as_the_request_allows) {
    const std::string entries = R"("fallbacks":[{"model":"n","transcript_id":"u"},{"model":"o","transcript_id":"v"}]})";
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}","fallback_config":{"depth":2},)" + entries).ids.size(), 3u);
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}","fallback_config":{"depth":0},)" + entries).ids.size(), 1u);
}

TEST(PlacementInFallbacks, leaves_entries_that_inherit_everything_as_they_are) {
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}","fallbacks":[{"model":"n","max_tokens":5}]})", R"({"text":"x"})").body,
              R"({"prompt":"x","fallbacks":[{"model":"n","max_tokens":5}]})");
}

TEST(Placement, refuses_to_grow_a_request_without_bounds) {
    const std::string huge = R"({"text":")" + std::string(placed_bytes_max / 2 + 1, 'x') + "\"}";
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}"})", huge.c_str()).problem, "");
    EXPECT_EQ(Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}{{ transcript.utterances }}"})", huge.c_str()).problem,
              "the transcript is too large in this form");
}

TEST(PlacementWindow, refuses_what_cannot_fit_unless_it_may_be_cut) {
    const std::string request = R"({"transcript_id":"t","prompt":"{{ transcript }}")";
    const char* const transcript = R"({"text":"one two three four five six"})";
    EXPECT_EQ(Placed(request + "}", transcript, Room{1}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + "}", transcript, Room{-5}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + "}", transcript, Room{4}).problem, "") << "a provider may count fewer tokens than we do";
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{6}).body, R"({"prompt":"[...] five six"})");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"head_tail"})", transcript, Room{7}).body, R"({"prompt":"one [...] six"})");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{1}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{9}).body, R"({"prompt":"one two three four five six"})");
}

}  // namespace
}  // namespace parley::transcripts
