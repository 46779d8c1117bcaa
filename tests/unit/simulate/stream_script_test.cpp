#include "simulate/stream_script.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"
#include "simulate/chunk_sequence.hpp"

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;

// words-3 with usage: role, three words, finish, usage, [DONE].
constexpr std::size_t chunks_in_all = 6;

struct Played {
    std::vector<Beat> beats;
    std::string bytes;
    std::size_t chunks = 0;
    Ending ending = Ending::finish;

    bool has(std::string_view text) const { return bytes.find(text) != std::string::npos; }
};

Played play(std::string_view model) {
    const auto options = parse_model(model);
    EXPECT_TRUE(options) << model;
    Random random(1);
    Question question;
    StreamScript script(
        std::make_unique<ChunkSequence>(make_answer(question, *options, random), CompletionIdentity{"chatcmpl-1", 42, "m"}, true),
        Schedule(options->pace, options->seed), options->faults);
    Played played;
    while (auto beat = script.next()) {
        played.bytes += beat->bytes;
        played.chunks += beat->is_chunk;
        played.beats.push_back(std::move(*beat));
    }
    EXPECT_FALSE(script.next()) << "a stream that is over stays over";
    played.ending = script.ending();
    return played;
}

bool is_json(std::string_view event) {
    event.remove_prefix(std::string_view("data: ").size());
    json::Document document;
    return !document.parse(event);
}

TEST(StreamScript, a_sound_stream_is_chunks_and_done) {
    const Played played = play("words-3");
    EXPECT_EQ(played.chunks, chunks_in_all);
    ASSERT_EQ(played.beats.size(), chunks_in_all + 1);
    for (std::size_t i = 0; i < chunks_in_all; ++i) {
        EXPECT_TRUE(played.beats[i].bytes.starts_with("data: {"));
        EXPECT_TRUE(played.beats[i].bytes.ends_with("}\n\n"));
        EXPECT_TRUE(is_json(played.beats[i].bytes));
    }
    EXPECT_EQ(played.beats.back().bytes, "data: [DONE]\n\n");
    EXPECT_EQ(played.ending, Ending::finish);
}

TEST(StreamScript, beats_keep_the_pace) {
    const Played played = play("long-3?first=200ms&rate=256");  // 256 tokens a chunk
    std::vector<Duration> moments;
    for (const Beat& beat : played.beats) moments.push_back(beat.at);
    const std::vector<Duration> expected = {milliseconds(200),  milliseconds(200),  milliseconds(1200), milliseconds(2200),
                                            milliseconds(2200), milliseconds(2200), milliseconds(2200)};
    EXPECT_EQ(moments, expected);
}

TEST(StreamScript, breaks_off_after_exactly_so_many_chunks) {
    struct Case {
        const char* name;
        Ending ending;
    };
    for (const Case& c : {Case{"hang", Ending::hang}, Case{"cut", Ending::cut}, Case{"reset", Ending::reset}}) {
        for (std::size_t after = 0; after <= chunks_in_all; ++after) {
            const Played played = play("words-3?" + std::string(c.name) + "=" + std::to_string(after));
            EXPECT_EQ(played.chunks, after) << c.name;
            EXPECT_EQ(played.ending, c.ending) << c.name << after;
            EXPECT_FALSE(played.has("[DONE]")) << c.name << after;
        }
        const Played longer = play("words-3?" + std::string(c.name) + "=" + std::to_string(chunks_in_all + 1));
        EXPECT_EQ(longer.ending, Ending::finish) << c.name;
        EXPECT_TRUE(longer.has("[DONE]")) << c.name;
    }
}

TEST(StreamScript, the_malformed_chunk_is_the_one_that_was_named) {
    for (std::size_t bad = 1; bad <= chunks_in_all; ++bad) {
        const Played played = play("words-3?malformed=" + std::to_string(bad));
        ASSERT_EQ(played.chunks, chunks_in_all);
        for (std::size_t i = 1; i <= chunks_in_all; ++i) EXPECT_EQ(is_json(played.beats[i - 1].bytes), i != bad);
    }
}

TEST(StreamScript, an_error_event_ends_the_stream) {
    for (std::size_t after = 0; after < chunks_in_all; ++after) {
        const Played played = play("words-3?error_in_stream=" + std::to_string(after));
        EXPECT_EQ(played.chunks, after);
        EXPECT_TRUE(played.beats.back().bytes.starts_with(R"(data: {"error":{"message":)"));
        EXPECT_FALSE(played.has("[DONE]"));
        EXPECT_EQ(played.ending, Ending::finish);
    }
}

TEST(StreamScript, the_end_can_be_wrong) {
    const Played no_done = play("words-3?no_done");
    EXPECT_EQ(no_done.chunks, chunks_in_all);
    EXPECT_FALSE(no_done.has("[DONE]"));
    EXPECT_EQ(no_done.ending, Ending::finish);

    const Played twice = play("words-3?double_done");
    EXPECT_TRUE(twice.bytes.ends_with("data: [DONE]\n\ndata: [DONE]\n\n"));

    const Played no_finish = play("words-3?no_finish");
    EXPECT_EQ(no_finish.chunks, chunks_in_all - 1);
    EXPECT_FALSE(no_finish.has(R"("finish_reason":"stop")"));
    EXPECT_TRUE(no_finish.has("[DONE]"));

    EXPECT_TRUE(play("words-3?finish=eos").has(R"("finish_reason":"eos")"));
}

TEST(StreamScript, lines_and_comments_as_asked) {
    const Played crlf = play("words-3?crlf");
    EXPECT_TRUE(crlf.bytes.ends_with("data: [DONE]\r\n\r\n"));
    EXPECT_EQ(std::count(crlf.bytes.begin(), crlf.bytes.end(), '\n'), std::count(crlf.bytes.begin(), crlf.bytes.end(), '\r'));
    for (const Beat& beat : play("words-3?comments").beats) EXPECT_TRUE(beat.bytes.starts_with(": keep-alive\n\ndata: "));
}

TEST(StreamScript, the_second_chunk_is_the_big_one) {
    const Played played = play("words-3?big_event=100000");
    for (std::size_t i = 0; i < chunks_in_all; ++i) {
        EXPECT_EQ(played.beats[i].bytes.size() > 100'000, i == 1);
        EXPECT_TRUE(is_json(played.beats[i].bytes));
    }
}

}  // namespace
}  // namespace parley::simulate
