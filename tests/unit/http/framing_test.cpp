// Where a request's body ends: Content-Length, Transfer-Encoding, and what two parsers could read in two ways.
#include <gtest/gtest.h>

#include "unit/http/body_outcome.hpp"
#include "unit/http/head_outcome.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;
using Kind = Framing::Kind;

struct Refused {
    std::string fields;
    int with;
};

void PrintTo(const Refused& one, std::ostream* out) { *out << testing::PrintToString(one.fields) << " -> " << one.with; }

class RefusedFraming : public testing::TestWithParam<Refused> {};

TEST_P(RefusedFraming, is_refused_in_any_pieces) {
    const RequestOutcome outcome = read_request("POST / HTTP/1.1\r\nHost: a\r\n" + GetParam().fields + "\r\n");
    EXPECT_EQ(outcome.refused_with, GetParam().with) << outcome;
}

INSTANTIATE_TEST_SUITE_P(both, RefusedFraming,
                         testing::Values(Refused{"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
                                         Refused{"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
                                         Refused{"Transfer-Encoding: chunked\r\nX: y\r\ncontent-length: 0\r\n", 400},
                                         Refused{"Transfer-Encoding: x\r\nContent-Length: 5\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    length, RefusedFraming,
    testing::Values(Refused{"Content-Length: 5\r\nContent-Length: 6\r\n", 400}, Refused{"Content-Length: 5\r\nContent-Length: 5\r\n", 400},
                    Refused{"Content-Length: 5, 6\r\n", 400}, Refused{"Content-Length: 5, 5\r\n", 400},
                    Refused{"Content-Length: -1\r\n", 400}, Refused{"Content-Length: +5\r\n", 400}, Refused{"Content-Length: 0x5\r\n", 400},
                    Refused{"Content-Length: 5x\r\n", 400}, Refused{"Content-Length:\r\n", 400}, Refused{"Content-Length: \"\"\r\n", 400},
                    Refused{"Content-Length: 1 0\r\n", 400}, Refused{"Content-Length: 1_0\r\n", 400},
                    Refused{"Content-Length: 18446744073709551621\r\n", 400}, Refused{"Content-Length: 10000000000000000000\r\n", 400},
                    Refused{"Content-Length: " + std::string(400, '1') + "\r\n", 400},
                    Refused{"Content-Length: " + std::string(400, '0') + "\r\n", 400}, Refused{"Content-Length: 5.0\r\n", 400},
                    Refused{"Content-Length: 5;\r\n", 400}, Refused{"Content-Length: \xd9\xa5\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    encoding, RefusedFraming,
    testing::Values(Refused{"Transfer-Encoding: xchunked\r\n", 400}, Refused{"Transfer-Encoding: chunked, gzip\r\n", 400},
                    Refused{"Transfer-Encoding: chunked, chunked\r\n", 400}, Refused{"Transfer-Encoding: \"chunked\"\r\n", 400},
                    Refused{"Transfer-Encoding: chunked;q=1\r\n", 400}, Refused{"Transfer-Encoding: chunked,\r\n", 400},
                    Refused{"Transfer-Encoding: ,chunked\r\n", 400}, Refused{"Transfer-Encoding:\r\n", 400},
                    Refused{"Transfer-Encoding: \x0b"
                            "chunked\r\n",
                            400},
                    Refused{"Transfer-Encoding: chunked\0\r\n"s, 400},
                    Refused{"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
                    Refused{"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 400},
                    Refused{"Transfer-Encoding: identity\r\n", 400}, Refused{"Transfer-Encoding: gzip\r\n", 400},
                    Refused{"Transfer-Encoding: gzip, chunked\r\n", 501}, Refused{"Transfer-Encoding: identity, chunked\r\n", 501},
                    Refused{"Transfer-Encoding: a b, chunked\r\n", 400}, Refused{"Transfer-Encoding: chunked, gzip, chunked\r\n", 400}));

TEST(Framing, is_read_from_the_head) {
    struct Row {
        std::string fields;
        Framing framing;
    };
    const Row table[] = {
        {"", {Kind::none, 0}},
        {"Content-Length: 0\r\n", {Kind::length, 0}},
        {"content-length:5\r\n", {Kind::length, 5}},
        {"Content-Length: \t 005 \r\n", {Kind::length, 5}},
        {"Content-Length: 9999999999999999999\r\n", {Kind::length, 9'999'999'999'999'999'999u}},
        {"Transfer-Encoding: chunked\r\n", {Kind::chunked, 0}},
        {"TRANSFER-ENCODING: Chunked \r\n", {Kind::chunked, 0}},
    };
    for (const std::string method : {"GET", "HEAD", "DELETE", "POST"}) {
        for (const Row& row : table) {
            const auto outcome = read_request(method + " / HTTP/1.1\r\nHost: a\r\n" + row.fields + "\r\n");
            EXPECT_EQ(outcome.progress, Progress::complete) << row.fields;
            EXPECT_EQ(outcome.framing, row.framing) << method << ' ' << row.fields;
        }
    }
}

TEST(Framing, has_no_transfer_encoding_in_http_1_0) {
    EXPECT_EQ(read_request("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").refused_with, 400);
    EXPECT_EQ(read_request("POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\n").framing, (Framing{Kind::length, 3}));
}

/// Method, path and body of every request in `bytes`, read the way a connection reads them.
std::vector<std::string> read_requests(std::string_view bytes) {
    std::vector<std::string> requests;
    RequestHeadReader reader{Limits{}};
    RequestHead head;
    while (reader.look(bytes, head) == Progress::complete) {
        std::string text = std::string(head.method_text) + ' ' + std::string(head.target.path) + ' ';
        BodyDecoder body(head.framing, Limits{});
        bytes.remove_prefix(reader.size());
        std::string_view slice;
        while (body.next(bytes, slice) == BodyDecoder::Status::slice) text += slice;
        requests.push_back(text + (body.done() ? "" : " (unfinished)"));
        if (!body.done()) break;
        reader.reset();
    }
    if (reader.refusal()) requests.emplace_back("refused");
    return requests;
}

TEST(Framing, keeps_pipelined_requests_apart) {
    using Texts = std::vector<std::string>;
    const std::string get = "GET /b HTTP/1.1\r\nHost: a\r\n\r\n";
    EXPECT_EQ(read_requests("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get), (Texts{"POST /a hi", "GET /b "}));
    EXPECT_EQ(read_requests("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" + get),
              (Texts{"POST /a hi", "GET /b "}));
    EXPECT_EQ(read_requests(get + get + get), (Texts{"GET /b ", "GET /b ", "GET /b "}));
    EXPECT_EQ(read_requests(get + "\r\n" + get), (Texts{"GET /b ", "GET /b "}));
    EXPECT_EQ(read_requests(get + "garbage"), (Texts{"GET /b ", "refused"}));
}

TEST(Framing, does_not_read_a_request_out_of_a_body) {
    const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string length = std::to_string(hidden.size());
    EXPECT_EQ(read_requests("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + hidden),
              (std::vector<std::string>{"GET /a " + hidden}));
}

}  // namespace
}  // namespace parley::http
