// Bodies of a known length, in chunks, and until the peer closes.
#include <gtest/gtest.h>

#include "unit/http/body_outcome.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;
using Status = BodyDecoder::Status;

TEST(LengthBody, ends_after_its_length_and_leaves_the_rest) {
    const BodyOutcome outcome = read_body("helloGET /", {Framing::Kind::length, 5});
    EXPECT_EQ(outcome.status, Status::done);
    EXPECT_EQ(outcome.body, "hello");
    EXPECT_EQ(outcome.left, 5u);
    EXPECT_TRUE(outcome.ends_well);
}

TEST(LengthBody, that_is_cut_off_does_not_end_well) {
    const BodyOutcome outcome = read_body("hell", {Framing::Kind::length, 5});
    EXPECT_EQ(outcome.status, Status::need_more);
    EXPECT_FALSE(outcome.ends_well);
}

TEST(LengthBody, of_nothing_is_done_at_once) {
    EXPECT_EQ(read_body("GET", {Framing::Kind::length, 0}).left, 3u);
    EXPECT_EQ(read_body("GET", {Framing::Kind::none, 0}).left, 3u);
    EXPECT_EQ(BodyDecoder().done(), true);
}

TEST(LengthBody, past_the_limit_is_too_large_before_its_first_byte) {
    Limits limits;
    limits.body_bytes_max = 5;
    EXPECT_EQ(read_body("hello", {Framing::Kind::length, 5}, limits).status, Status::done);
    const BodyOutcome past = read_body("", {Framing::Kind::length, 6}, limits);
    EXPECT_EQ(past.status, Status::too_large);
    EXPECT_EQ(read_body("", {Framing::Kind::length, 10'000'000'000}).status, Status::too_large);
}

TEST(UntilCloseBody, ends_well_whenever_the_peer_closes) {
    const BodyOutcome outcome = read_body("hello", {Framing::Kind::until_close, 0});
    EXPECT_EQ(outcome.status, Status::need_more);
    EXPECT_EQ(outcome.body, "hello");
    EXPECT_TRUE(outcome.ends_well);
}

TEST(UntilCloseBody, is_too_large_one_byte_past_the_limit) {
    Limits limits;
    limits.body_bytes_max = 5;
    EXPECT_EQ(read_body("hello", {Framing::Kind::until_close, 0}, limits).status, Status::need_more);
    const BodyOutcome past = read_body("hello!", {Framing::Kind::until_close, 0}, limits);
    EXPECT_EQ(past.status, Status::too_large);
    EXPECT_EQ(past.body, "hello");
    EXPECT_FALSE(past.ends_well);
}

struct Good {
    std::string bytes;
    std::string body;
};

TEST(ChunkedBody, is_put_together_from_its_chunks) {
    const Good table[] = {
        {"0\r\n\r\n", ""},
        {"5\r\nhello\r\n0\r\n\r\n", "hello"},
        {"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"},
        {"A\r\n0123456789\r\n0\r\n\r\n", "0123456789"},
        {"a\r\n0123456789\r\n0000\r\n\r\n", "0123456789"},
        {"0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n", "hello"},
        {"5;name\r\nhello\r\n0;x\r\n\r\n", "hello"},
        {"5;name=value;b=\"q \xff\"\r\nhello\r\n0\r\n\r\n", "hello"},
        {"5\r\n\r\n0\r\n\r\n0\r\n\r\n", "\r\n0\r\n"},
        {"1\r\n\0\r\n0\r\n\r\n"s, "\0"s},
        {"5\r\nhello\r\n0\r\nX: y\r\nZ:\r\n\r\n", "hello"},
        {"5\r\nhello\r\n0\r\nContent-Length: 9\r\nAuthorization: x\r\nHost: evil\r\n\r\n", "hello"},
    };
    for (const Good& good : table) {
        const BodyOutcome outcome = read_chunked(good.bytes + "GET /");
        EXPECT_EQ(outcome.status, Status::done) << good.bytes;
        EXPECT_EQ(outcome.body, good.body);
        EXPECT_EQ(outcome.left, 5u) << good.bytes;
    }
}

class BadChunks : public testing::TestWithParam<std::string> {};

TEST_P(BadChunks, are_refused_in_any_pieces) { EXPECT_EQ(read_chunked(GetParam()).status, Status::refused); }

INSTANTIATE_TEST_SUITE_P(size, BadChunks,
                         testing::Values("-2\r\nab\r\n", "+5\r\nhello\r\n", "0x5\r\nhello\r\n", "5g\r\nhello\r\n", " 5\r\nhello\r\n",
                                         "5 \r\nhello\r\n", "1_0\r\n", "\r\n", "\r\nhello", "00000000000000005\r\nhello\r\n",
                                         "10000000000000000\r\n", ";x\r\n", "\t5\r\n", "g\r\n", "5\0\r\nhello\r\n"s, "\xff\r\n"));

INSTANTIATE_TEST_SUITE_P(line_ends, BadChunks,
                         testing::Values("5\nhello\r\n0\r\n\r\n", "5\rhello\r\n", "5\r\rhello", "5;x\nhello\r\n", "5;x\rhello",
                                         "5;x\r\rhello", "5;\x01\r\nhello", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n",
                                         "5\r\nhello0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n", "5\r\nhello\r\r\n", "0\r\n\n", "0\r\n\rx",
                                         "0\n\n"));

INSTANTIATE_TEST_SUITE_P(trailers, BadChunks,
                         testing::Values("0\r\nX y: z\r\n\r\n", "0\r\nX\r\n\r\n", "0\r\n: z\r\n\r\n", "0\r\nX: a\r\n b\r\n\r\n",
                                         "0\r\n X: a\r\n\r\n", "0\r\nX: a\nY: b\r\n\r\n", "0\r\nX: a\rY", "0\r\nX: \0\r\n\r\n"s,
                                         "0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));

TEST(ChunkedBody, that_is_cut_off_anywhere_does_not_end_well) {
    const std::string body = "5;x\r\nhello\r\n0\r\nX: y\r\n\r\n";
    for (std::size_t size = 0; size < body.size(); ++size) {
        const BodyOutcome outcome = read_chunked(body.substr(0, size));
        EXPECT_EQ(outcome.status, Status::need_more) << size;
        EXPECT_FALSE(outcome.ends_well) << size;
    }
}

TEST(ChunkedBody, is_too_large_as_soon_as_a_size_says_so) {
    Limits limits;
    limits.body_bytes_max = 8;
    EXPECT_EQ(read_chunked("5\r\nhello\r\n3\r\nabc\r\n0\r\n\r\n", limits).status, Status::done);
    const BodyOutcome past = read_chunked("5\r\nhello\r\n4\r\n", limits);
    EXPECT_EQ(past.status, Status::too_large);
    EXPECT_EQ(past.body, "hello");
    EXPECT_EQ(read_chunked("ffffffffffffffff\r\n").status, Status::too_large);
    EXPECT_EQ(read_chunked("9;x\r\n", limits).status, Status::too_large);
}

TEST(ChunkedBody, bounds_the_extensions_of_all_chunks_together) {
    Limits limits;
    limits.chunk_extension_bytes_max = 8;
    EXPECT_EQ(read_chunked("1;abc\r\nx\r\n1;abc\r\nx\r\n0\r\n\r\n", limits).status, Status::done);
    EXPECT_EQ(read_chunked("1;abc\r\nx\r\n1;abcd\r\nx\r\n0\r\n\r\n", limits).status, Status::refused);
    EXPECT_EQ(read_chunked("1;abc\r\nx\r\n1;abc\r\nx\r\n0;\r\n\r\n", limits).status, Status::refused);
    EXPECT_EQ(read_chunked("1;" + std::string(16 * 1024, 'x') + "\r\nx\r\n0\r\n\r\n").status, Status::refused);
}

TEST(ChunkedBody, bounds_the_trailer_section) {
    Limits limits;
    limits.trailer_bytes_max = 12;
    EXPECT_EQ(read_chunked("0\r\nX: y\r\nX: y\r\n\r\n", limits).status, Status::done);
    EXPECT_EQ(read_chunked("0\r\nX: y\r\nX: yz\r\n\r\n", limits).status, Status::refused);
    EXPECT_EQ(read_chunked("0\r\nX: y\r\nX: y\r\nX", limits).status, Status::refused);
    EXPECT_EQ(read_chunked("0\r\nabcdefghijkl", limits).status, Status::need_more);
    EXPECT_EQ(read_chunked("0\r\nabcdefghijklm", limits).status, Status::refused);
}

TEST(ChunkedBody, bounds_the_trailer_section_at_every_byte_of_a_line) {
    const std::string trailer = "Ab: cd\r\n";
    for (std::size_t limit = 0; limit <= trailer.size(); ++limit) {
        Limits limits;
        limits.trailer_bytes_max = limit;
        const auto expected = limit == trailer.size() ? Status::done : Status::refused;
        EXPECT_EQ(read_chunked("0\r\n" + trailer + "\r\n", limits).status, expected) << limit;
    }
}

TEST(ChunkedBody, hands_out_slices_of_the_input_and_no_copies) {
    const std::string bytes = "5\r\nhello\r\n0\r\n\r\n";
    BodyDecoder decoder({Framing::Kind::chunked, 0}, Limits{});
    std::string_view input = bytes;
    std::string_view slice;
    ASSERT_EQ(decoder.next(input, slice), Status::slice);
    EXPECT_EQ(slice.data(), bytes.data() + 3);
    EXPECT_EQ(slice.size(), 5u);
}

TEST(ChunkedBody, stays_refused) {
    BodyDecoder decoder({Framing::Kind::chunked, 0}, Limits{});
    std::string_view bad = "x";
    std::string_view good = "0\r\n\r\n";
    std::string_view slice;
    EXPECT_EQ(decoder.next(bad, slice), Status::refused);
    EXPECT_EQ(decoder.next(good, slice), Status::refused);
}

TEST(ChunkedBody, of_random_chunks_comes_out_as_it_went_in) {
    constexpr std::uint64_t seed = 11;
    Random random(seed);
    for (int round = 0; round < 200; ++round) {
        std::string body;
        std::string bytes;
        for (std::uint64_t chunks = random.below(6); chunks > 0; --chunks) {
            std::string chunk;
            for (std::uint64_t size = 1 + random.below(50); size > 0; --size) chunk += static_cast<char>(random.next());
            char size_line[32];
            std::snprintf(size_line, sizeof size_line, random.below(2) ? "%zx\r\n" : "%04zX;e\r\n", chunk.size());
            bytes += size_line + chunk + "\r\n";
            body += chunk;
        }
        const BodyOutcome outcome = read_chunked(bytes + "0\r\n\r\nrest");
        EXPECT_EQ(outcome.body, body) << "seed " << seed << ", round " << round;
        EXPECT_EQ(outcome.left, 4u) << "seed " << seed << ", round " << round;
    }
}

}  // namespace
}  // namespace parley::http
