// Texts that reach the sink unparsed (providers/text_template.hpp) are told as those that are parsed.
#include "providers/anthropic/stream_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/providers/recording_sink.hpp"

namespace parley::providers::anthropic {
namespace {

std::string event(const std::string& data) { return "event: x\ndata: " + data + "\n\n"; }

std::string delta(int index, const std::string& type, const std::string& member, const std::string& text) {
    return event(R"({"type":"content_block_delta","index":)" + std::to_string(index) + R"(,"delta":{"type":")" + type + R"(",")" + member +
                 R"(":")" + text + R"("}})");
}
std::string text(int index, const std::string& piece) { return delta(index, "text_delta", "text", piece); }
std::string thought(int index, const std::string& piece) { return delta(index, "thinking_delta", "thinking", piece); }
std::string json(int index, const std::string& piece) { return delta(index, "input_json_delta", "partial_json", piece); }

std::string open(int index, const std::string& block) {
    return event(R"({"type":"content_block_start","index":)" + std::to_string(index) + R"(,"content_block":)" + block + "}");
}

const std::string opened = event(R"({"type":"message_start","message":{"id":"msg_1","content":[]}})") +
                           open(0, R"({"type":"thinking","thinking":""})") + open(1, R"({"type":"text","text":""})") +
                           open(2, R"({"type":"tool_use","id":"toolu_1","name":"book","input":{}})");
const std::string stopped = event(R"({"type":"message_stop"})");

std::string told(const std::string& stream, bool parses_everything) {
    AnthropicStreamDecoder decoder;
    if (parses_everything) decoder.parse_everything();
    tests::RecordingSink sink;
    decoder.feed(stream, sink);
    decoder.finish(sink);
    return sink.lines;
}

void expect_alike(const std::string& deltas) {
    const std::string stream = opened + deltas + stopped;
    EXPECT_EQ(told(stream, false), told(stream, true)) << deltas;
}

TEST(AnthropicStreamDecoder, tells_texts_of_every_kind_as_if_it_parsed_them) {
    expect_alike(text(1, "a") + text(1, "b") + text(1, "\\u00e9\\n") + text(1, "c"));
    expect_alike(thought(0, "a") + thought(0, "b") + text(1, "c") + text(1, "d") + thought(0, "e"));
    expect_alike(json(2, R"({\"a\")") + json(2, ":") + json(2, "1}"));
}

TEST(AnthropicStreamDecoder, tells_nothing_of_texts_without_their_block) {
    expect_alike(text(7, "a") + text(7, "b"));
    expect_alike(text(0, "a") + text(0, "b"));  // a block of another kind
    expect_alike(text(1, "a") + event(R"({"type":"content_block_stop","index":1})") + text(1, "b"));
}

TEST(AnthropicStreamDecoder, joins_what_was_cut_within_a_character) {
    expect_alike(text(1, "a") + text(1, "b\\ud83d") + text(1, "\\ude00c") + text(1, "d"));
}

TEST(AnthropicStreamDecoder, finds_the_same_faults) {
    expect_alike(text(1, "a") + text(1, "\\q"));
    expect_alike(text(1, "a") + text(1, "b\",\"more\":\"c"));
    expect_alike(text(1, "a") + text(1, "\xff"));
}

// The template that is kept still belongs to the block of the event before.
TEST(AnthropicStreamDecoder, learns_nothing_from_an_event_that_is_too_long_to_keep) {
    const std::string padding(TextTemplate::template_bytes_max, 'x');
    const std::string padded = event(R"({"type":"content_block_delta","index":0,"padding":")" + padding +
                                     R"(","delta":{"type":"thinking_delta","thinking":"b"}})");
    expect_alike(text(1, "a") + padded + text(1, "c"));
}

}  // namespace
}  // namespace parley::providers::anthropic
