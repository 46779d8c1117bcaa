#include "transcripts/placement.hpp"

#include <gtest/gtest.h>

#include "transcripts/import.hpp"
#include "transcripts/slices.hpp"

namespace parley::transcripts {
namespace {

constexpr const char* two_speakers = R"({"text":"Hello. \"Hi\" {{ transcript }}","utterances":[
    {"speaker":"A","text":"Hello.","start":0,"end":1000},
    {"speaker":"B","text":"\"Hi\" {{ transcript }}","start":900,"end":2000}]})";

std::shared_ptr<const Transcript> said(const char* json) { return std::make_shared<const Transcript>(import_assemblyai(json).value()); }

/// A request on its way, with every source answered by the same transcript. The room is what there is beside the request.
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
        const Guess guess = text.find("transcript_window") == std::string::npos ? Guess::at_least : Guess::at_most;
        if (room) room->tokens += tokens_in(text, room->tokenizer, guess);
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
    const Placed placed(
        R"({"model":"m", "transcript_id":"t-1","messages":[{"role":"user","content":"Sum up:\n{{ transcript }}!"}],"seed":12345678901234567890})");
    EXPECT_EQ(placed.ids, std::vector<std::string>{"t-1"});
    EXPECT_EQ(
        placed.body,
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
    for (const char* const id :
         {"", "../../v1/keys", "a/b", "a%2fb", "a?b", "a#b", "a\\r\\nb", "a\\u0000", "http://127.0.0.1/", "ä", "a b"}) {
        EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(id) + "\"}").problem,
                  "transcript_id is not the id of a transcript")
            << id;
    }
    EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(65, 'a') + "\"}").problem,
              "transcript_id is not the id of a transcript");
    EXPECT_EQ(Placed(R"({"prompt":"{{ transcript }}","transcript_id":")" + std::string(64, 'a') + "\"}").problem, "");
}

TEST(Placement, gives_each_tag_its_form) {
    const Placed placed(R"({"transcript_id":"t","prompt":"{{ transcript.speakers }}|{{ transcript.utterances }}|{{ transcript }}"})",
                        R"({"utterances":[{"speaker":"A","text":"Hello.","start":0,"end":1000}]})");
    EXPECT_EQ(placed.body, R"({"prompt":"Speaker A: 1 utterance, 00:00:01.000|[00:00:00.000-00:00:01.000] Speaker A: Hello.|Hello."})");
}

TEST(Placement, obeys_the_format_for_the_public_tag_alone) {
    EXPECT_EQ(Placed(R"({"transcript":{},"transcript_format":"speakers","prompt":"{{ transcript }}"})").body,
              R"({"prompt":"Speaker A: Hello.\nSpeaker B: \"Hi\" {{ transcript }}"})");
    EXPECT_EQ(Placed(R"({"transcript":{},"transcript_format":"json","prompt":"{{ transcript.utterances }}"})",
                     R"({"utterances":[{"text":"Hello.","start":0,"end":1000}]})")
                  .body,
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
    const Placed placed(
        R"({"transcript_id":"t","prompt":"a {{ transcript }}","fallbacks":[{"model":"n","messages":[{"role":"user","content":"b {{ transcript }}"}]}]})",
        R"({"text":"said"})");
    EXPECT_EQ(placed.ids, std::vector<std::string>{"t"});
    EXPECT_EQ(placed.body, R"({"prompt":"a said","fallbacks":[{"model":"n","messages":[{"role":"user","content":"b said"}]}]})");
}

TEST(PlacementInFallbacks, writes_the_messages_into_an_entry_with_a_transcript_of_its_own) {
    const Placed placed(
        R"({"transcript_id":"t","prompt":"a {{ transcript }}","fallbacks":[{"model":"n","transcript_id":"u"},{"model":"o","transcript_id":"v"}]})",
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
    EXPECT_EQ(
        Placed(R"({"transcript_id":"t","prompt":"{{ transcript }}","fallbacks":[{"model":"n","max_tokens":5}]})", R"({"text":"x"})").body,
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
    const char* const transcript = R"({"text":"one two three four five six seven eight nine ten"})";
    EXPECT_EQ(Placed(request + "}", transcript, Room{3}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + "}", transcript, Room{-5}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + "}", transcript, Room{4}).problem, "") << "a provider may count fewer tokens than we do";
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{9}).body, R"({"prompt":"[...] eight nine ten"})");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"head_tail"})", transcript, Room{12}).body,
              R"({"prompt":"one two three [...] nine ten"})");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{3}).problem, "model context limit exceeded");
    EXPECT_EQ(Placed(request + R"(,"transcript_window":"tail"})", transcript, Room{14}).body,
              R"({"prompt":"one two three four five six seven eight nine ten"})");
}

TEST(PlacementWindow, is_as_wide_as_the_models_tokenizer_allows) {
    const std::string request = R"({"transcript_id":"t","prompt":"{{ transcript }}","transcript_window":"tail"})";
    const std::string transcript = R"({"text":")" + std::string(3'000, 'x') + "\"}";
    EXPECT_EQ(Placed(request, transcript.c_str(), Room{950, catalog::Tokenizer::o200k}).body.find("[...]"), std::string::npos);
    EXPECT_NE(Placed(request, transcript.c_str(), Room{950, catalog::Tokenizer::claude_4_7}).body.find("[...]"), std::string::npos);
}

/// What becomes of a request about a talk of enough words to be cached.
std::string marked(const std::string& request, bool takes_markers = true) {
    json::Document document;
    EXPECT_FALSE(document.parse(request)) << request;
    const auto placement = Placement::plan(document, openai::read_request_members(document.root()));
    Transcript talk;
    talk.text = std::string(marked_bytes_min, 'x');
    const auto marks_of = [&](const std::string& model) { return takes_markers && model != "plain"; };
    const auto room_of = [](const std::string&) { return std::optional<Room>(); };
    std::string body = placement->body({std::make_shared<const Transcript>(talk)}, room_of, marks_of).value();
    if (const std::size_t words = body.find(talk.text); words != std::string::npos) body.replace(words, talk.text.size(), "TALK");
    return body;
}

TEST(CacheMarker, stands_behind_the_transcript_where_the_model_takes_one) {
    EXPECT_EQ(
        marked(R"({"model":"m","transcript_id":"t","messages":[{"role":"user","content":"About {{ transcript }}: why?"}]})"),
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"About TALK","cache_control":{"type":"ephemeral"}},)"
        R"({"type":"text","text":": why?"}]}]})");
    EXPECT_EQ(marked(R"({"model":"m","transcript_id":"t","messages":[{"role":"user","content":[{"type":"text","text":"{{ transcript }}"},)"
                     R"({"type":"text","text":"Why?"}]}]})"),
              R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"TALK","cache_control":{"type":"ephemeral"}},)"
              R"({"type":"text","text":"Why?"}]}]})");
}

TEST(CacheMarker, is_nobodys_who_sets_their_own_and_of_no_model_that_takes_none) {
    const std::string begin = R"({"model":"m","transcript_id":"t","messages":[{"role":"user","content":"{{ transcript }}"})";
    const std::string plain = R"({"model":"m","messages":[{"role":"user","content":"TALK"})";
    EXPECT_EQ(marked(begin + "]}", false), plain + "]}");
    EXPECT_EQ(marked(begin + R"(],"cache_control":null})"), plain + R"(],"cache_control":null})");
    EXPECT_EQ(marked(begin + R"(],"fallbacks":[{"model":"plain"}]})"), plain + R"(],"fallbacks":[{"model":"plain"}]})");
    EXPECT_EQ(marked(R"({"model":"m","transcript_id":"t","prompt":"{{ transcript }}"})"), R"({"model":"m","prompt":"TALK"})");
}

TEST(CacheMarker, is_not_worth_a_short_talk) {
    const Placed placed(R"({"model":"m","transcript_id":"t","messages":[{"role":"user","content":"{{ transcript }}"}]})");
    EXPECT_EQ(placed.body.find("cache_control"), std::string::npos);
}

/// A request about a long talk, with the bodies of its windows.
struct Windowed {
    explicit Windowed(std::string request, std::int64_t tokens, std::size_t utterances = 40) : text(std::move(request)) {
        EXPECT_FALSE(document.parse(text)) << text;
        placement.emplace(Placement::plan(document, openai::read_request_members(document.root())).value());
        Transcript talk;
        for (std::size_t at = 0; at < utterances; ++at) {
            const auto start = static_cast<std::int64_t>(at) * 1000;
            talk.utterances.push_back(
                {.speaker = at % 2 ? "B" : "A", .text = "Said " + std::to_string(at) + ".", .start_ms = start, .end_ms = start + 900});
        }
        talk.text = joined_text(talk.utterances);
        const std::int64_t rest = tokens_in(text, catalog::Tokenizer::unknown, Guess::at_most);
        const auto room_of = [&](const std::string& model) { return std::optional(Room{rest + (model == "small" ? tokens / 2 : tokens)}); };
        const auto found = placement->window_bodies({std::make_shared<const Transcript>(talk)}, room_of);
        if (found)
            bodies = *found;
        else
            problem = found.error().problems.at(0);
    }
    std::string text;
    json::Document document;
    std::optional<Placement> placement;
    std::vector<std::string> bodies;
    std::string problem;
};

constexpr const char* mapped =
    R"({"model":"m","transcript_id":"t","transcript_window":"map","transcript_format":"speakers","stream":true,"prompt":"Sum up: {{ transcript }}"})";

TEST(Windows, are_parts_of_whole_utterances_that_leave_nothing_out) {
    const Windowed asked(mapped, 120);
    ASSERT_GE(asked.bodies.size(), 3u);
    std::size_t next = 0;
    for (std::size_t part = 0; part < asked.bodies.size(); ++part) {
        const std::string& body = asked.bodies[part];
        const std::string mark =
            "[Part " + std::to_string(part + 1) + " of " + std::to_string(asked.bodies.size()) + " of a longer talk]\\n";
        EXPECT_TRUE(body.starts_with(R"({"model":"m","prompt":"Sum up: )" + mark)) << body;
        EXPECT_EQ(body.find("stream"), std::string::npos);
        for (; body.find(": Said " + std::to_string(next) + ".") != std::string::npos; ++next) {
        }
        EXPECT_LE(body.size(), 120u * 3 + 40);
    }
    EXPECT_EQ(next, 40u);
}

TEST(Windows, are_not_needed_where_the_talk_fits) { EXPECT_TRUE(Windowed(mapped, 10'000).bodies.empty()); }

TEST(Windows, fit_whoever_may_answer) {
    const std::string with_fallback = std::string(mapped, std::string_view(mapped).size() - 1) + R"(,"fallbacks":[{"model":"small"}]})";
    EXPECT_GE(Windowed(with_fallback, 120).bodies.size(), 2 * Windowed(mapped, 120).bodies.size() - 1);
}

TEST(Windows, are_so_many_and_no_more) {
    EXPECT_EQ(Windowed(mapped, 60, 1000).problem, "the transcript does not fit into 24 windows of the model's context");
}

TEST(Windows, go_with_one_plain_conversation) {
    const std::string begin(mapped, std::string_view(mapped).size() - 1);
    EXPECT_EQ(Windowed(begin + R"(,"tools":[{"type":"function","function":{"name":"f"}}]})", 120).problem,
              "transcript_window map cannot stand beside tools");
    EXPECT_EQ(Windowed(begin + R"(,"fallbacks":[{"model":"small","prompt":"{{ transcript }}"}]})", 120).problem,
              "transcript_window map cannot stand beside fallbacks with messages, a transcript or a form of their own");
}

TEST(Windows, have_their_answers_in_the_tags_place_in_the_end) {
    const Windowed asked(mapped, 120);
    const std::string body = asked.placement->combined_body({"First. {{ transcript }}", "Second."});
    EXPECT_TRUE(body.starts_with(R"({"model":"m","stream":true,"prompt":"Sum up: [The talk is long: it was read in 2 parts)")) << body;
    EXPECT_TRUE(body.ends_with(R"(\n\n[Part 1 of 2]\nFirst. {{ transcript }}\n\n[Part 2 of 2]\nSecond."})")) << body;
}

TEST(Slices, of_words_and_of_bare_text_lose_nothing) {
    Transcript words;
    Transcript text;
    for (int at = 0; at < 100; ++at) {
        words.words.push_back({.text = std::to_string(at), .start_ms = at, .end_ms = at});
        text.text += (at ? " " : "") + std::to_string(at);
    }
    for (const Transcript* const whole : {&words, &text}) {
        const std::vector<Transcript> slices = slices_of(*whole, 7);
        ASSERT_EQ(slices.size(), 7u);
        std::string joined;
        for (const Transcript& slice : slices) joined += (joined.empty() ? "" : " ") + slice.text;
        EXPECT_EQ(joined, text.text);
    }
    EXPECT_EQ(slices_of(text, 1000).size(), 100u);
    EXPECT_EQ(slices_of(Transcript(), 3).size(), 0u);
}

}  // namespace
}  // namespace parley::transcripts
