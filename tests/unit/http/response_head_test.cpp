// The head of an upstream's answer.
#include <gtest/gtest.h>

#include "unit/http/head_outcome.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;
using Kind = Framing::Kind;

class GoodStatusLine : public testing::TestWithParam<std::pair<std::string, int>> {};

TEST_P(GoodStatusLine, is_accepted) {
    const ResponseOutcome outcome = read_response(GetParam().first + "\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(outcome.progress, Progress::complete) << outcome;
    EXPECT_EQ(outcome.status, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(table, GoodStatusLine,
                         testing::Values(std::pair{"HTTP/1.1 200 OK"s, 200}, std::pair{"HTTP/1.1 200 "s, 200},
                                         std::pair{"HTTP/1.1 200"s, 200}, std::pair{"HTTP/1.0 404 Not Found at\tall \xc3\xa9"s, 404},
                                         std::pair{"HTTP/1.1 100 Continue"s, 100}, std::pair{"HTTP/1.1 999 x"s, 999},
                                         std::pair{"HTTP/1.1 529  two spaces"s, 529}));

class BadStatusLine : public testing::TestWithParam<std::string> {};

TEST_P(BadStatusLine, is_refused_with_502) {
    const ResponseOutcome outcome = read_response(GetParam() + "\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(outcome.refused_with, 502) << outcome;
}

INSTANTIATE_TEST_SUITE_P(table, BadStatusLine,
                         testing::Values("", "\r\nHTTP/1.1 200 OK", " HTTP/1.1 200 OK", "HTTP/1.1  200 OK", "HTTP/1.1\t200 OK",
                                         "HTTP/1.2 200 OK", "HTTP/2.0 200 OK", "HTTP/2 200", "http/1.1 200 OK", "ICY 200 OK",
                                         "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 099 x", "HTTP/1.1 -20 x", "HTTP/1.1 2x0 x",
                                         "HTTP/1.1 200\tOK", "HTTP/1.1 200 O\x01K", "HTTP/1.1 200 O\rK", "HTTP/1.1 200 O\nK", "HTTP/1.1",
                                         "HTTP/1.1 ", "HTTP/1.1 101 Switching Protocols", "<html>", "\x15\x03\x01", "GET / HTTP/1.1",
                                         "HTTP/1.1 200 \0"s));

TEST(ResponseHead, is_refused_at_its_first_wrong_byte) {
    ResponseHeadReader reader{Limits{}};
    ResponseHead head;
    EXPECT_EQ(reader.look("HTTP/1.1 2", head), Progress::need_more);
    EXPECT_EQ(reader.look("HTTP/1.1 2x", head), Progress::refused);
    EXPECT_EQ(reader.refusal().status, 502);
    reader.reset();
    EXPECT_EQ(reader.look("<", head), Progress::refused);
}

struct Row {
    std::string head;
    Framing framing;
    bool keep_alive;
};

TEST(ResponseHead, tells_where_the_body_ends_and_whether_the_connection_goes_on) {
    const Row table[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", {Kind::length, 5}, true},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", {Kind::length, 0}, true},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n", {Kind::length, 5}, false},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", {Kind::chunked, 0}, true},
        {"HTTP/1.1 200 OK\r\n", {Kind::until_close, 0}, false},
        {"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n", {Kind::until_close, 0}, false},
        {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n", {Kind::length, 5}, false},
        {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n", {Kind::length, 5}, true},
        {"HTTP/1.1 204 No Content\r\n", {Kind::none, 0}, true},
        {"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n", {Kind::none, 0}, true},
        {"HTTP/1.1 304 Not Modified\r\nETag: x\r\n", {Kind::none, 0}, true},
        {"HTTP/1.1 100 Continue\r\n", {Kind::none, 0}, true},
        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n", {Kind::none, 0}, true},
    };
    for (const Row& row : table) {
        const ResponseOutcome outcome = read_response(row.head + "\r\n");
        EXPECT_EQ(outcome.progress, Progress::complete) << row.head << outcome;
        EXPECT_EQ(outcome.framing, row.framing) << row.head;
        EXPECT_EQ(outcome.keep_alive, row.keep_alive) << row.head;
    }
}

class BadResponseFields : public testing::TestWithParam<std::string> {};

TEST_P(BadResponseFields, are_refused_with_502) { EXPECT_EQ(read_response("HTTP/1.1 200 OK\r\n" + GetParam() + "\r\n").refused_with, 502); }

INSTANTIATE_TEST_SUITE_P(table, BadResponseFields,
                         testing::Values("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                                         "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                                         "Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5, 5\r\n", "Content-Length: -1\r\n",
                                         "Content-Length: 5 5\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: gzip\r\n",
                                         "Transfer-Encoding: chunked, chunked\r\n", "Content-Length : 5\r\n", "X: y\r\n z\r\n",
                                         "X: \x01\r\n", "X: y\nZ: z\r\n", "X\r\n"));

TEST(ResponseHead, that_cannot_have_a_body_but_announces_one_is_refused) {
    for (const std::string status : {"100 Continue", "103 Early Hints", "204 No Content", "304 Not Modified"}) {
        EXPECT_EQ(read_response("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n").refused_with, 502);
        EXPECT_EQ(read_response("HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n").refused_with, 502);
    }
}

TEST(ResponseHead, of_http_1_0_cannot_be_chunked) {
    EXPECT_EQ(read_response("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").refused_with, 502);
}

TEST(ResponseHead, hands_out_the_content_type) {
    EXPECT_EQ(read_response("HTTP/1.1 200 OK\r\ncontent-TYPE:  text/event-stream; charset=utf-8 \r\n\r\n").content_type,
              "text/event-stream; charset=utf-8");
    EXPECT_EQ(read_response("HTTP/1.1 200 OK\r\n\r\n").content_type, "");
}

TEST(ResponseHead, is_refused_one_past_each_limit) {
    Limits limits;
    limits.headers_max = 2;
    limits.head_bytes_max = 60;
    const std::string line = "HTTP/1.1 200 OK\r\n";
    EXPECT_EQ(read_response(line + "A: b\r\nA: b\r\n\r\n", limits).fields.size(), 2u);
    EXPECT_EQ(read_response(line + "A: b\r\nA: b\r\nA: b\r\n\r\n", limits).refused_with, 502);
    const auto head_of = [&](std::size_t bytes) { return line + "A: " + std::string(bytes - line.size() - 7, 'b') + "\r\n\r\n"; };
    EXPECT_EQ(read_response(head_of(60) + "body", limits).size, 60u);
    EXPECT_EQ(read_response(head_of(61), limits).refused_with, 502);
    EXPECT_EQ(read_response("HTTP/1.1 200 " + std::string(100, 'x'), limits).refused_with, 502);
    EXPECT_EQ(read_response(line + "A: " + std::string(1024 * 1024, 'b') + "\r\n\r\n").refused_with, 502);
}

TEST(ResponseHeadReader, reads_an_interim_answer_and_then_the_final_one) {
    const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::string both = interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    ResponseHeadReader reader{Limits{}};
    ResponseHead head;
    ASSERT_EQ(reader.look(both, head), Progress::complete);
    EXPECT_EQ(head.status, 100);
    ASSERT_EQ(reader.size(), interim.size());
    reader.reset();
    ASSERT_EQ(reader.look(std::string_view(both).substr(interim.size()), head), Progress::complete);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.framing, (Framing{Kind::length, 2}));
}

}  // namespace
}  // namespace parley::http
