// Server-Sent Events as WHATWG HTML 9.2.5 and 9.2.6 have them, in any pieces.
#include "http/sse_reader.hpp"

#include <gtest/gtest.h>

#include "unit/http/pieces.hpp"

namespace parley::http {
namespace {

using Status = SseReader::Status;
using Events = std::vector<std::pair<std::string, std::string>>;  // type, data

struct Outcome {
    Events events;
    bool too_large = false;
    std::string unterminated;

    bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    for (const auto& [type, data] : outcome.events) out << '[' << type << "] " << data << '\n';
    return out << (outcome.too_large ? "too large" : "") << "unterminated: " << outcome.unterminated;
}

/// Every piece lies in its own allocation, so that AddressSanitizer sees views that outlive it.
Outcome read_pieces(const Pieces& pieces, std::size_t event_bytes_max) {
    SseReader reader(event_bytes_max);
    Outcome outcome;
    for (const std::string_view piece : pieces) {
        const std::vector<char> bytes(piece.begin(), piece.end());
        std::string_view input(bytes.data(), bytes.size());
        SseEvent event;
        Status status;
        while ((status = reader.next(input, event)) == Status::event) outcome.events.emplace_back(event.type, event.data);
        EXPECT_LE(reader.kept(), event_bytes_max);
        outcome.too_large = status == Status::too_large;
        if (outcome.too_large) return outcome;
        EXPECT_TRUE(input.empty());
    }
    outcome.unterminated = reader.unterminated_data();
    return outcome;
}

Outcome read(std::string_view bytes, std::size_t event_bytes_max = SseReader::event_bytes_max_default) {
    return read_in_any_pieces(bytes, [&](const Pieces& pieces) { return read_pieces(pieces, event_bytes_max); });
}

struct Row {
    std::string bytes;
    Events events;
};

TEST(SseReader, reads_what_the_standard_says) {
    const Row table[] = {
        {"", {}},
        {"data: a\n\n", {{"", "a"}}},
        {"data:a\n\n", {{"", "a"}}},
        {"data:  a\n\n", {{"", " a"}}},
        {"data:\ta\n\n", {{"", "\ta"}}},
        {"data: a\n\ndata: b\n\n", {{"", "a"}, {"", "b"}}},
        {"data: a\ndata: b\ndata: c\n\n", {{"", "a\nb\nc"}}},
        {"data\n\n", {{"", ""}}},
        {"data\ndata\n\n", {{"", "\n"}}},
        {"data:\n\n", {{"", ""}}},
        {"data: \n\n", {{"", ""}}},
        {"data:a\ndata\n\n", {{"", "a\n"}}},
        {"event: x\ndata: a\n\n", {{"x", "a"}}},
        {"data: a\nevent: x\n\n", {{"x", "a"}}},
        {"event: x\nevent: y\ndata: a\n\n", {{"y", "a"}}},
        {"event: x\nevent\ndata: a\n\n", {{"", "a"}}},
        {"event: x\n\ndata: a\n\n", {{"", "a"}}},
        {"event: x\ndata: a\n\ndata: b\n\n", {{"x", "a"}, {"", "b"}}},
        {": comment\n\n", {}},
        {":\n:\n\ndata: a\n\n", {{"", "a"}}},
        {"data: a\n: comment\ndata: b\n\n", {{"", "a\nb"}}},
        {"id: 1\nretry: 5\nunknown: x\nnocolon\ndata: a\nid: 2\n\n", {{"", "a"}}},
        {"datax: a\n\n", {}},
        {"Data: a\n\n", {}},
        {" data: a\n\n", {}},
        {"events: x\ndata: a\n\n", {{"", "a"}}},
        {"\n\n\ndata: a\n\n\n\n", {{"", "a"}}},
        {"data: a: b: c\n\n", {{"", "a: b: c"}}},
        {"data: [DONE]\n\n", {{"", "[DONE]"}}},
        {"data: caf\xc3\xa9 \xf0\x9f\x98\x80\n\n", {{"", "caf\xc3\xa9 \xf0\x9f\x98\x80"}}},
        {"data: a\n", {}},
        {"data: a", {}},
    };
    for (const Row& row : table) EXPECT_EQ(read(row.bytes).events, row.events) << testing::PrintToString(row.bytes);
}

TEST(SseReader, takes_lf_cr_and_crlf_alike) {
    const std::string stream = "event: x\ndata: a\n\n: c\n\ndata: b\ndata: c\n\nid: 7\ndata\n\n";
    const Events expected = {{"x", "a"}, {"", "b\nc"}, {"", ""}};
    for (const std::string end : {"\n", "\r", "\r\n"}) {
        std::string bytes;
        for (const char byte : stream) bytes += byte == '\n' ? end : std::string(1, byte);
        EXPECT_EQ(read(bytes).events, expected) << testing::PrintToString(end);
    }
}

TEST(SseReader, takes_mixed_line_ends) {
    EXPECT_EQ(read("data: a\r\ndata: b\rdata: c\n\r\n").events, (Events{{"", "a\nb\nc"}}));
    EXPECT_EQ(read("data: a\r\r\n\ndata: b\n\r").events, (Events{{"", "a"}, {"", "b"}}));
    EXPECT_EQ(read("data: a\n\r\ndata: b\r\n\n").events, (Events{{"", "a"}, {"", "b"}}));
}

TEST(SseReader, skips_a_byte_order_mark_at_the_start_only) {
    const std::string mark = "\xEF\xBB\xBF";
    EXPECT_EQ(read(mark + "data: a\n\n").events, (Events{{"", "a"}}));
    EXPECT_EQ(read(mark + mark + "data: a\n\n").events, Events{});
    EXPECT_EQ(read(mark + "\ndata: a\n\n").events, (Events{{"", "a"}}));
    EXPECT_EQ(read("data: a\n\n" + mark + "data: b\n\n").events, (Events{{"", "a"}}));
    EXPECT_EQ(read("\xEF\xBB"
                   "data: a\n\ndata: b\n\n")
                  .events,
              (Events{{"", "b"}}));
    EXPECT_EQ(read("\xEF\ndata: b\n\n").events, (Events{{"", "b"}}));
    EXPECT_EQ(read("data: " + mark + "\n\n").events, (Events{{"", mark}}));
}

TEST(SseReader, hands_out_a_whole_event_in_place) {
    for (const std::string bytes : {"event: x\ndata: hello\n\n", "event: x\r\ndata: hello\r\n\r\n"}) {
        SseReader reader;
        std::string_view input = bytes;
        SseEvent event;
        ASSERT_EQ(reader.next(input, event), Status::event);
        EXPECT_EQ(event.type, "x");
        EXPECT_EQ(event.data, "hello");
        EXPECT_EQ(event.data.data(), bytes.data() + bytes.find("hello"));
        EXPECT_EQ(event.type.data(), bytes.data() + bytes.find('x'));
        EXPECT_EQ(reader.kept(), 0u);
    }
}

TEST(SseReader, does_not_wait_for_the_lf_of_a_last_crlf) {
    SseReader reader;
    std::string_view input = "data: a\r\n\r";
    SseEvent event;
    ASSERT_EQ(reader.next(input, event), Status::event);
    EXPECT_EQ(event.data, "a");
    input = "\ndata: b\n\n";
    ASSERT_EQ(reader.next(input, event), Status::event);
    EXPECT_EQ(event.data, "b");
    EXPECT_EQ(reader.next(input, event), Status::need_more);
}

TEST(SseReader, keeps_nothing_of_comments_and_finished_events) {
    SseReader reader(64);
    SseEvent event;
    for (int i = 0; i < 100; ++i) {
        std::string_view input = ": a comment that keeps the connection alive\n";
        EXPECT_EQ(reader.next(input, event), Status::need_more);
        EXPECT_EQ(reader.kept(), 0u);
    }
    std::string_view input = "data: a";
    EXPECT_EQ(reader.next(input, event), Status::need_more);
    EXPECT_EQ(reader.kept(), 7u);
    input = "\n\n";
    EXPECT_EQ(reader.next(input, event), Status::event);
    EXPECT_EQ(reader.kept(), 0u);
}

TEST(SseReader, refuses_an_event_one_byte_past_the_limit) {
    const std::string at_limit(94, 'x');  // "data: " and this make a line of 100 bytes
    EXPECT_EQ(read("data: " + at_limit + "\n\n", 100).events.size(), 1u);
    EXPECT_TRUE(read("data: " + at_limit + "x\n\n", 100).too_large);
    EXPECT_TRUE(read("data: " + at_limit + "x", 100).too_large);
    EXPECT_TRUE(read(": " + at_limit + "xxxxx", 100).too_large);
    EXPECT_TRUE(read("id: " + at_limit + "xxx\n\n", 100).too_large);
}

TEST(SseReader, counts_type_and_all_data_lines_against_the_limit) {
    const std::string forty(40, 'x');
    // 41 bytes of joined data, then a line of 46: 87
    EXPECT_EQ(read("data: " + forty + "\ndata: " + forty + "\n\n", 87).events.size(), 1u);
    EXPECT_TRUE(read("data: " + forty + "\ndata: " + forty + "\n\n", 86).too_large);
    EXPECT_EQ(read("event: " + forty + "\ndata: " + forty + "\n\n", 86).events.size(), 1u);
    EXPECT_TRUE(read("event: " + forty + "\ndata: " + forty + "\n\n", 85).too_large);
    EXPECT_TRUE(read("data: " + forty + "\nevent: " + forty + "\n\n", 87).too_large);
    EXPECT_EQ(read("data: " + forty + "\nevent: " + forty + "\n\n", 88).events.size(), 1u);
}

TEST(SseReader, refuses_ten_mebibytes_without_a_line_end_by_default) {
    SseReader reader;
    SseEvent event;
    const std::string piece(64 * 1024, 'x');
    Status status = Status::need_more;
    std::size_t fed = 0;
    while (status == Status::need_more && fed <= 2 * SseReader::event_bytes_max_default) {
        std::string_view input = piece;
        status = reader.next(input, event);
        fed += piece.size();
    }
    EXPECT_EQ(status, Status::too_large);
    EXPECT_EQ(fed, SseReader::event_bytes_max_default + piece.size());
}

TEST(SseReader, tells_what_an_event_without_its_blank_line_held) {
    EXPECT_EQ(read("data: a").unterminated, "a");
    EXPECT_EQ(read("data: a\n").unterminated, "a");
    EXPECT_EQ(read("data: a\r").unterminated, "a");
    EXPECT_EQ(read("data: a\ndata: b").unterminated, "a\nb");
    EXPECT_EQ(read("data: a\nevent: b").unterminated, "a");
    EXPECT_EQ(read("data: a\ndat").unterminated, "a");
    EXPECT_EQ(read("event: a").unterminated, "");
    EXPECT_EQ(read("data: a\n\n").unterminated, "");
    EXPECT_EQ(read("data: a\n\ndata: b").unterminated, "b");
}

TEST(SseReader, is_a_value_that_can_be_copied_to_try_two_continuations) {
    SseReader first;
    SseEvent event;
    std::string_view input = "event: x\ndata: a";
    ASSERT_EQ(first.next(input, event), Status::need_more);
    SseReader second = first;
    input = "b\n\n";
    ASSERT_EQ(first.next(input, event), Status::event);
    EXPECT_EQ(event.data, "ab");
    input = "c\n\n";
    ASSERT_EQ(second.next(input, event), Status::event);
    EXPECT_EQ(event.data, "ac");
    EXPECT_EQ(event.type, "x");
}

TEST(SseReader, is_small) { EXPECT_LE(sizeof(SseReader), 80u); }

TEST(SseReader, reads_random_streams_alike_in_any_pieces) {
    constexpr std::uint64_t seed = 23;
    const std::string_view words[] = {"data:", "data",  "event:", " ",  "\n", "\n\n", "\r", "\r\n",         "\r\n\r\n",
                                      ":",     "id: 1", "x",      "{}", "\n", "\n",   "\r", "\xEF\xBB\xBF", "data: a\n"};
    Random random(seed);
    for (int round = 0; round < 1000; ++round) {
        std::string bytes;
        for (std::uint64_t count = random.below(30); count > 0; --count) bytes += words[random.below(std::size(words))];
        SCOPED_TRACE(testing::PrintToString(bytes) + ", seed " + std::to_string(seed));
        read(bytes, 1 + random.below(60));
    }
}

}  // namespace
}  // namespace parley::http
