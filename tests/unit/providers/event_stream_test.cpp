#include "providers/bedrock/event_stream.hpp"

#include <gtest/gtest.h>

#include "unit/providers/event_frames.hpp"

namespace parley::providers::bedrock {
namespace {

using Status = EventStreamReader::Status;
using tests::event_frame;
using tests::frame_of;
using tests::text_header;

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t at = 0; at < hex.size(); at += 2) bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
    return bytes;
}

/// Every message as a line, and how the reading ended.
std::string read_all(EventStreamReader reader, std::string_view bytes, std::string lines = {}) {
    StreamMessage message;
    for (;;) {
        switch (reader.next(bytes, message)) {
            case Status::message:
                lines.append(message.message_type).append(" ").append(message.name).append(" ").append(message.error_message);
                lines.append(" ").append(message.payload).append("\n");
                break;
            case Status::need_more: return lines + (reader.at_boundary() ? "whole" : "cut");
            case Status::too_large: return lines + "too large";
            case Status::broken: return lines + "broken";
        }
    }
}

const std::string three = event_frame("messageStart", R"({"role":"assistant"})") + event_frame("empty", "") +
                          tests::exception_frame("throttlingException", R"({"message":"slow"})");
constexpr std::string_view three_lines =
    "event messageStart  {\"role\":\"assistant\"}\nevent empty  \nexception throttlingException  {\"message\":\"slow\"}\nwhole";

TEST(EventStream, a_message_is_framed_as_aws_frames_it) {
    const std::string vector = from_hex(
        "000000760000005296d5fade0b3a6576656e742d7479706507000c6d65737361"
        "676553746172740d3a636f6e74656e742d747970650700106170706c69636174"
        "696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22"
        "726f6c65223a22617373697374616e74227d6fa8c599");
    EXPECT_EQ(read_all(EventStreamReader(), vector), "event messageStart  {\"role\":\"assistant\"}\nwhole");
    EXPECT_EQ(event_frame("messageStart", R"({"role":"assistant"})"), vector) << "what the other tests are made of";
}

TEST(EventStream, messages_are_the_same_at_every_split) {
    ASSERT_EQ(read_all(EventStreamReader(), three), three_lines);
    for (std::size_t split = 0; split <= three.size(); ++split) {
        EventStreamReader reader;
        std::string lines;
        std::string_view head = std::string_view(three).substr(0, split);
        StreamMessage message;
        while (reader.next(head, message) == Status::message) {
            lines.append(message.message_type).append(" ").append(message.name).append("  ").append(message.payload).append("\n");
        }
        EXPECT_TRUE(head.empty());
        const EventStreamReader copy = reader;
        EXPECT_EQ(read_all(copy, std::string_view(three).substr(split), lines), three_lines) << split;
    }
}

TEST(EventStream, messages_are_the_same_byte_by_byte) {
    EventStreamReader reader;
    StreamMessage message;
    std::string names;
    for (const char byte : three) {
        std::string_view bytes(&byte, 1);
        if (reader.next(bytes, message) == Status::message) names.append(message.name).append(" ");
    }
    EXPECT_EQ(names, "messageStart empty throttlingException ");
    EXPECT_TRUE(reader.at_boundary());
}

TEST(EventStream, a_body_that_ends_within_a_message_is_noticed) {
    for (const std::size_t kept : {std::size_t{1}, std::size_t{11}, std::size_t{12}, std::size_t{40}}) {
        EXPECT_EQ(read_all(EventStreamReader(), std::string_view(three).substr(0, kept)), "cut") << kept;
    }
}

TEST(EventStream, every_flipped_bit_is_noticed) {
    const std::string frame = event_frame("messageStop", R"({"stopReason":"end_turn"})");
    for (std::size_t at = 0; at < frame.size(); ++at) {
        std::string garbled = frame;
        garbled[at] = static_cast<char>(garbled[at] ^ 0x10);
        EXPECT_EQ(read_all(EventStreamReader(), garbled), "broken") << "byte " << at;
    }
}

TEST(EventStream, headers_of_every_type_are_stepped_over) {
    const std::string others = std::string(
        "\x01"
        "a\x00"
        "\x01"
        "b\x01"
        "\x01"
        "c\x02"
        "x"
        "\x01"
        "d\x03"
        "xx"
        "\x01"
        "e\x04"
        "xxxx"
        "\x01"
        "f\x05"
        "xxxxxxxx"
        "\x01"
        "g\x06\x00\x03"
        "xxx"
        "\x01"
        "h\x08"
        "xxxxxxxx"
        "\x01"
        "i\x09"
        "xxxxxxxxxxxxxxxx",
        3 + 3 + 4 + 5 + 7 + 11 + 8 + 11 + 19);
    const std::string headers = others + text_header(":message-type", "event") + text_header(":event-type", "x");
    EXPECT_EQ(read_all(EventStreamReader(), frame_of(headers, "{}")), "event x  {}\nwhole");
}

TEST(EventStream, an_error_has_its_code_and_its_message_among_the_headers) {
    const std::string headers = text_header(":message-type", "error") + text_header(":error-code", "InternalFailure") +
                                text_header(":error-message", "an internal failure");
    EXPECT_EQ(read_all(EventStreamReader(), frame_of(headers, "")), "error InternalFailure an internal failure \nwhole");
}

TEST(EventStream, headers_that_cannot_be_are_refused) {
    const std::string unknown_type(
        "\x01"
        "a\x0a",
        3);
    const std::string without_name("\x00\x00", 2);
    const std::string cut_value(
        "\x01"
        "a\x07\x00\x05"
        "xxx",
        8);
    const std::string cut_type(
        "\x01"
        "a",
        2);
    for (const std::string& headers : {unknown_type, without_name, cut_value, cut_type}) {
        EXPECT_EQ(read_all(EventStreamReader(), frame_of(headers, "{}")), "broken");
    }
}

TEST(EventStream, lengths_that_cannot_be_are_refused_before_anything_is_kept) {
    const auto prelude = [](std::size_t total, std::size_t headers) {
        const std::string lengths = tests::big_endian(total, 4) + tests::big_endian(headers, 4);
        return lengths + tests::checksum_of(lengths);
    };
    EXPECT_EQ(read_all(EventStreamReader(), prelude(15, 0)), "broken");
    EXPECT_EQ(read_all(EventStreamReader(), prelude(40, 25)), "broken");
    EXPECT_EQ(read_all(EventStreamReader(), prelude(0xffffffff, 0)), "too large");
    EXPECT_EQ(read_all(EventStreamReader(), prelude(200 * 1024, 128 * 1024 + 1)), "too large");
    EXPECT_EQ(read_all(EventStreamReader(100), event_frame("x", std::string(100, ' '))), "too large");
    EXPECT_EQ(read_all(EventStreamReader(16), frame_of("", "")), "   \nwhole") << "the limit itself is taken";
}

}  // namespace
}  // namespace parley::providers::bedrock
