#include "providers/openai/stream_decoder.hpp"

#include <gtest/gtest.h>

#include "providers/openai/decode_whole.hpp"
#include "unit/providers/openai_replay.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::providers::openai_dialect {
namespace {

std::string events_of(std::string_view stream, const DecoderOptions& options = {}) {
    tests::RecordingSink sink;
    OpenAiStreamDecoder decoder(options);
    decoder.feed(stream, sink);
    decoder.finish(sink);
    return sink.lines;
}

std::string event(std::string_view json) { return "data: " + std::string(json) + "\n\n"; }
std::string text(std::string_view content) {
    return event(R"({"id":"up","choices":[{"index":0,"delta":{"content":")" + std::string(content) + R"("}}]})");
}
const std::string stop = event(R"({"id":"up","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})");
const std::string done = event("[DONE]");
constexpr std::string_view unreadable = "error the provider's answer cannot be read\n";
constexpr std::string_view cut = "error the provider's stream ended before its end\n";

TEST(OpenAiStreamDecoder, says_start_text_and_finish) {
    EXPECT_EQ(events_of(text("a") + text("b") + stop + done), "start up\ntext a\ntext b\nfinish stop stop\n");
}

TEST(OpenAiStreamDecoder, is_complete_only_after_done) {
    tests::RecordingSink sink;
    OpenAiStreamDecoder decoder;
    decoder.feed(text("a") + stop, sink);
    EXPECT_FALSE(decoder.complete());
    decoder.feed(done, sink);
    EXPECT_TRUE(decoder.complete());
}

TEST(OpenAiStreamDecoder, takes_an_empty_stream_for_a_cut_one_and_done_alone_for_no_answer) {
    EXPECT_EQ(events_of(""), cut);
    EXPECT_EQ(events_of(": ping\n\n"), cut);
    EXPECT_EQ(events_of(done), unreadable);
}

TEST(OpenAiStreamDecoder, says_nothing_after_an_error) {
    const std::string broken = event(R"({"error":{"message":"no"}})");
    EXPECT_EQ(events_of(text("a") + broken + text("b") + broken + stop + done), "start up\ntext a\nerror no\n");
}

TEST(OpenAiStreamDecoder, refuses_data_of_another_shape) {
    for (const std::string_view wrong :
         {"x", "[]", "7", "null", "\"x\"", "{", R"({"choices":7})", R"({"choices":{}})", R"({"choices":[7]})", R"({"choices":[null]})",
          R"({"choices":[{"delta":7}]})", R"({"choices":[{"delta":{"content":7}}]})", R"({"choices":[{"delta":{"content":[7]}}]})",
          R"({"choices":[{"delta":{"tool_calls":{}}}]})", "{\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}"}) {
        const std::string events = events_of(event(wrong) + stop + done);
        EXPECT_TRUE(events.ends_with(unreadable)) << wrong << "\n" << events;
    }
}

TEST(OpenAiStreamDecoder, tolerates_null_choices_and_unknown_events) {
    EXPECT_EQ(events_of("event: ping\n" + event("{}") + event(R"({"choices":null})") + event(R"({"object":"x"})") + text("a") +
                        "data:\n\n" + stop + done),
              "start up\ntext a\nfinish stop stop\n");
}

TEST(OpenAiStreamDecoder, ignores_choices_that_nobody_asked_for) {
    EXPECT_EQ(events_of(text("a") + event(R"({"choices":[{"index":1,"delta":{"content":"b"},"finish_reason":"stop"}]})") + stop + done),
              "start up\ntext a\nfinish stop stop\n");
}

TEST(OpenAiStreamDecoder, counts_usage_that_a_cut_left_behind) {
    EXPECT_EQ(events_of(text("a") + R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}})"),
              "start up\ntext a\nusage 3 2\n" + std::string(cut));
    EXPECT_EQ(events_of(text("a") + stop + R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}})"),
              "start up\ntext a\nusage 3 2\nfinish stop stop\n");
    EXPECT_EQ(events_of(text("a") + R"(data: {"choices":[],"usage":{"prompt_tokens":3)"), "start up\ntext a\n" + std::string(cut));
}

TEST(OpenAiStreamDecoder, does_not_take_an_unterminated_done_for_the_end) {
    EXPECT_EQ(events_of(text("a") + "data: [DONE]"), "start up\ntext a\n" + std::string(cut));
}

TEST(OpenAiStreamDecoder, fails_when_the_host_gives_a_failure_as_its_reason) {
    EXPECT_EQ(events_of(text("a") + event(R"({"choices":[{"delta":{},"finish_reason":"error"}]})") + done),
              "start up\ntext a\nerror upstream provider error\n");
}

TEST(OpenAiStreamDecoder, keeps_what_openai_itself_says_about_stop) {
    const std::string call = event(R"({"id":"up","choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f"}}]}}]})");
    DecoderOptions options;
    EXPECT_TRUE(events_of(call + stop + done, options).ends_with("finish tool_calls stop\n"));
    options.facts.stop_with_calls = openai::StopWithCalls::is_kept;
    EXPECT_TRUE(events_of(call + stop + done, options).ends_with("finish stop stop\n"));
}

TEST(OpenAiStreamDecoder, takes_a_stream_without_done_for_cut_where_the_host_always_sends_it) {
    DecoderOptions options;
    options.done_required = true;
    EXPECT_EQ(events_of(text("a") + stop, options), "start up\ntext a\n" + std::string(cut));
    EXPECT_EQ(events_of(text("a") + stop + done, options), "start up\ntext a\nfinish stop stop\n");
}

TEST(OpenAiStreamDecoder, counts_cached_tokens_from_the_head_where_usage_does_not) {
    const auto cached = [](std::string_view usage) {
        DecoderOptions options;
        options.facts.cached_tokens = 64;
        std::string out;
        openai::ChunkEmitter emitter(out, tests::replay_facts);
        OpenAiStreamDecoder decoder(options);
        decoder.feed(text("a") + stop + event(R"({"choices":[],"usage":)" + std::string(usage) + "}") + done, emitter);
        return emitter.last_usage()->cached_tokens;
    };
    EXPECT_EQ(cached(R"({"prompt_tokens":100,"completion_tokens":1})"), 64);
    EXPECT_EQ(cached(R"({"prompt_tokens":50,"completion_tokens":1})"), 50);
    EXPECT_EQ(cached(R"({"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":32}})"), 32);
}

TEST(OpenAiStreamDecoder, reads_errors_that_are_wrapped_in_an_array) {
    EXPECT_EQ(events_of(text("a") + event(R"([{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}])")),
              "start up\ntext a\nerror busy\n");
    EXPECT_EQ(events_of(event("[]")), std::string(unreadable));
}

TEST(OpenAiStreamDecoder, makes_a_tool_call_of_a_function_call) {
    const auto delta = [](std::string_view call) {
        return event(R"({"id":"up","choices":[{"delta":{"content":null,"function_call":)" + std::string(call) + "}}]}");
    };
    const std::string lines =
        events_of(delta(R"({"name":"f","arguments":""})") + delta(R"({"arguments":"{}"})") + delta("null") + stop + done);
    EXPECT_TRUE(lines.starts_with("start up\ntool_start 0 call_")) << lines;
    EXPECT_TRUE(lines.ends_with(" f\ntool_args 0 {}\ntool_end 0\nfinish tool_calls stop\n")) << lines;
    EXPECT_EQ(events_of(delta("7")), "start up\n" + std::string(unreadable));
}

TEST(OpenAiStreamDecoder, passes_a_reason_on_up_to_its_limit) {
    const auto native = [](std::size_t bytes) {
        const std::string word(bytes, 'w');
        const std::string lines = events_of(text("a") + event(R"({"choices":[{"delta":{},"finish_reason":")" + word + R"("}]})") + done);
        return lines.substr(lines.find("finish stop ") + 12);
    };
    EXPECT_EQ(native(native_reason_bytes_max), std::string(native_reason_bytes_max, 'w') + "\n");
    EXPECT_EQ(native(native_reason_bytes_max + 1), "\n");
}

TEST(OpenAiStreamDecoder, reads_events_up_to_its_limit) {
    DecoderOptions options;
    options.event_bytes_max = 256;
    EXPECT_EQ(events_of(text(std::string(100, 'a')) + stop + done, options),
              "start up\ntext " + std::string(100, 'a') + "\nfinish stop stop\n");
    EXPECT_EQ(events_of(text(std::string(300, 'a')) + stop + done, options), "error the provider sent an event that is too large\n");
}

TEST(OpenAiStreamDecoder, copied_goes_its_own_way) {
    tests::RecordingSink sink;
    OpenAiStreamDecoder decoder;
    decoder.feed(text("a") + "data: {\"id\":\"up\",\"cho", sink);
    const std::unique_ptr<StreamDecoder> copy = decoder.clone();
    tests::RecordingSink copy_sink = sink;
    decoder.feed("ices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n" + done, sink);
    copy->finish(copy_sink);
    EXPECT_EQ(sink.lines, "start up\ntext a\ntext b\nfinish stop \n");
    EXPECT_EQ(copy_sink.lines, "start up\ntext a\n" + std::string(cut));
}

TEST(OpenAiStreamDecoder, passes_through_text_that_looks_like_framing) {
    const std::string tricky = "data: [DONE]\\n\\n\\r\\n\\r\\n</s>{\\\"error\\\":1}";
    EXPECT_EQ(events_of(text("a") + text(tricky) + stop + done), "start up\ntext a\ntext " + tricky + "\nfinish stop stop\n");
}

UpstreamReply reply_of(std::string_view body) {
    UpstreamReply reply;
    reply.status = 200;
    reply.content_type = "application/json";
    reply.body = body;
    return reply;
}

TEST(WholeReplyToAStream, becomes_events) {
    tests::RecordingSink sink;
    const std::string_view body = R"({"id":"up","choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning":"r",)"
                                  R"("tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
                                  R"("finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}})";
    EXPECT_FALSE(decode_whole(reply_of(body), {}, sink));
    EXPECT_EQ(sink.lines,
              "start up\nreasoning r\ntext a\ntool_start 0 c f\ntool_args 0 {}\nusage 3 2\ntool_end 0\n"
              "finish tool_calls stop\n");
}

TEST(WholeReplyToAStream, that_is_no_completion_says_nothing) {
    for (const std::string_view body : {"", "<html>", "[]", "{}", R"({"choices":[]})", R"({"choices":[{"delta":{}}]})",
                                        R"({"error":{"message":"x"}})", R"({"choices":[{"message":{"content":"x"}}],"error":"x"})"}) {
        tests::RecordingSink sink;
        EXPECT_TRUE(decode_whole(reply_of(body), {}, sink)) << body;
        EXPECT_EQ(sink.lines, "") << body;
    }
}

}  // namespace
}  // namespace parley::providers::openai_dialect
