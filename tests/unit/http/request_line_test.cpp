// The first line of a request: what is read, what is refused, and how early.
#include <gtest/gtest.h>

#include "unit/http/head_outcome.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;

struct Case {
    std::string line;
    int refused_with;  // 0: accepted
};

void PrintTo(const Case& one, std::ostream* out) { *out << testing::PrintToString(one.line.substr(0, 60)) << " -> " << one.refused_with; }

class RequestLineTable : public testing::TestWithParam<Case> {};

TEST_P(RequestLineTable, is_refused_or_accepted_alike_in_any_pieces) {
    const RequestOutcome outcome = read_request(GetParam().line + "\r\nHost: a\r\n\r\n");
    EXPECT_EQ(outcome.refused_with, GetParam().refused_with) << outcome;
    EXPECT_EQ(outcome.progress, GetParam().refused_with ? Progress::refused : Progress::complete);
}

INSTANTIATE_TEST_SUITE_P(shape, RequestLineTable,
                         testing::Values(Case{"GET / HTTP/1.1", 0}, Case{"GET / HTTP/1.0", 0}, Case{"GET  / HTTP/1.1", 400},
                                         Case{"GET /  HTTP/1.1", 400}, Case{"GET\t/ HTTP/1.1", 400}, Case{"GET /\tHTTP/1.1", 400},
                                         Case{" GET / HTTP/1.1", 400}, Case{"GET / HTTP/1.1 ", 400}, Case{"GET /", 400}, Case{"GET", 400},
                                         Case{"GET / ", 400}, Case{"GET /?", 400}, Case{"GET / HTTP/1.1\r", 400}));

INSTANTIATE_TEST_SUITE_P(version, RequestLineTable,
                         testing::Values(Case{"GET / HTTP/9.1", 505}, Case{"GET / HTTP/2.0", 505}, Case{"GET / HTTP/1.2", 505},
                                         Case{"GET / HTTP/1.9", 505}, Case{"GET / HTTP/0.9", 400}, Case{"GET / HTTP/1.", 400},
                                         Case{"GET / http/1.1", 400}, Case{"GET / HTTP/01.1", 400}, Case{"GET / HTTP/1.01", 400},
                                         Case{"GET / HTTP/2", 400}, Case{"GET / HTTP/1.10", 400}, Case{"GET / HTTP/11", 400},
                                         Case{"GET / HTTP 1.1", 400}, Case{"GET / HTTPS/1.1", 400}, Case{"GET / ICY/1.1", 400},
                                         Case{"GET / HTTP/1,1", 400}, Case{"GET / HTTP/-1.1", 400}, Case{"GET / HTTP/A.1", 400}));

INSTANTIATE_TEST_SUITE_P(method, RequestLineTable,
                         testing::Values(Case{"TRACE / HTTP/1.1", 0}, Case{"M-SEARCH / HTTP/1.1", 0}, Case{"get / HTTP/1.1", 400},
                                         Case{"Get / HTTP/1.1", 400}, Case{"P(ST / HTTP/1.1", 400}, Case{"POST: / HTTP/1.1", 400},
                                         Case{"P0ST / HTTP/1.1", 400}, Case{"/ HTTP/1.1", 400}, Case{"CONNECT a.example:443 HTTP/1.1", 501},
                                         Case{"CONNECT / HTTP/1.1", 501}, Case{"GET\0 / HTTP/1.1"s, 400}, Case{"GET\x80 / HTTP/1.1", 400}));

INSTANTIATE_TEST_SUITE_P(form, RequestLineTable,
                         testing::Values(Case{"GET http://other.example/ HTTP/1.1", 400}, Case{"GET https://a/v1/models HTTP/1.1", 400},
                                         Case{"GET * HTTP/1.1", 400}, Case{"OPTIONS * HTTP/1.1", 400},
                                         Case{"GET a.example:80 HTTP/1.1", 400}, Case{"GET ?x HTTP/1.1", 400},
                                         Case{"GET v1/models HTTP/1.1", 400}));

INSTANTIATE_TEST_SUITE_P(path, RequestLineTable,
                         testing::Values(Case{"GET /v1/models/ HTTP/1.1", 0}, Case{"GET /v1beta/models/a:generateContent HTTP/1.1", 0},
                                         Case{"GET /.well-known/x HTTP/1.1", 0}, Case{"GET /a/..b HTTP/1.1", 0},
                                         Case{"GET /... HTTP/1.1", 0}, Case{"GET /a@b,c=d!e$f&g'(h)*i+j~k_l HTTP/1.1", 0},
                                         Case{"GET //v1 HTTP/1.1", 400}, Case{"GET /v1//models HTTP/1.1", 400},
                                         Case{"GET /v1// HTTP/1.1", 400}, Case{"GET /./ HTTP/1.1", 400}, Case{"GET /. HTTP/1.1", 400},
                                         Case{"GET /.. HTTP/1.1", 400}, Case{"GET /x/../v1 HTTP/1.1", 400}, Case{"GET /x/.. HTTP/1.1", 400},
                                         Case{"GET /x/./y HTTP/1.1", 400}, Case{"GET /%76%31 HTTP/1.1", 400},
                                         Case{"GET /%00 HTTP/1.1", 400}, Case{"GET /a%2Fb HTTP/1.1", 400}, Case{"GET /v1;x HTTP/1.1", 400},
                                         Case{"GET /v1\\models HTTP/1.1", 400}, Case{"GET /v1#f HTTP/1.1", 400},
                                         Case{"GET /v1\0 HTTP/1.1"s, 400}, Case{"GET /v1\r HTTP/1.1", 400}, Case{"GET /v1\n HTTP/1.1", 400},
                                         Case{"GET /v1\x7f HTTP/1.1", 400}, Case{"GET /caf\xc3\xa9 HTTP/1.1", 400},
                                         Case{"GET /a[b] HTTP/1.1", 400}, Case{"GET /a\"b HTTP/1.1", 400}));

INSTANTIATE_TEST_SUITE_P(query, RequestLineTable,
                         testing::Values(Case{"GET /v1?a=b&c=%20d HTTP/1.1", 0}, Case{"GET /v1? HTTP/1.1", 0},
                                         Case{"GET /v1?a//b/../c;d?e HTTP/1.1", 0}, Case{"GET /v1?a[]={x|y} HTTP/1.1", 0},
                                         Case{"GET /v1?a#b HTTP/1.1", 400}, Case{"GET /v1?a\x01 HTTP/1.1", 400},
                                         Case{"GET /v1?\xc3\xa9 HTTP/1.1", 400}, Case{"GET /v1?a b HTTP/1.1", 400},
                                         Case{"GET /v1/../?a HTTP/1.1", 400}));

TEST(RequestLine, hands_out_its_parts) {
    const RequestOutcome outcome = read_request("DELETE /v1/keys/7?now=1&x=%2F HTTP/1.0\r\n\r\n");
    EXPECT_EQ(outcome.method, "DELETE");
    EXPECT_EQ(outcome.method_word, Method::del);
    EXPECT_EQ(outcome.path, "/v1/keys/7");
    EXPECT_EQ(outcome.query, "now=1&x=%2F");
    EXPECT_EQ(outcome.version_minor, 0);
}

TEST(RequestLine, knows_the_methods_it_needs_and_calls_the_rest_other) {
    const std::pair<std::string, Method> methods[] = {
        {"GET", Method::get},    {"HEAD", Method::head},       {"POST", Method::post},   {"PUT", Method::put},    {"PATCH", Method::patch},
        {"DELETE", Method::del}, {"OPTIONS", Method::options}, {"TRACE", Method::other}, {"GETS", Method::other}, {"GE", Method::other},
    };
    for (const auto& [text, word] : methods) {
        EXPECT_EQ(read_request(text + " / HTTP/1.1\r\nHost: a\r\n\r\n").method_word, word) << text;
    }
}

TEST(RequestLine, may_follow_as_many_empty_lines_as_the_limit_says) {
    const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    EXPECT_EQ(read_request("\r\n" + request).size, request.size() + 2);
    EXPECT_EQ(read_request("\r\n\r\n" + request).size, request.size() + 4);
    EXPECT_EQ(read_request("\r\n\r\n\r\n" + request).refused_with, 400);
    EXPECT_EQ(read_request("\n" + request).refused_with, 400);
    EXPECT_EQ(read_request("\r" + request).refused_with, 400);
}

/// The number of bytes of `bytes` after which the reader refuses; one more than there are when it never does.
std::size_t bytes_until_refused(std::string_view bytes, const Limits& limits = {}) {
    RequestHeadReader reader(limits);
    RequestHead head;
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        if (reader.look(bytes.substr(0, size), head) == Progress::refused) return size;
    }
    return bytes.size() + 1;
}

TEST(RequestLine, refuses_what_is_not_http_at_its_first_wrong_byte) {
    const std::string tls_client_hello = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s;
    EXPECT_EQ(bytes_until_refused(tls_client_hello), 1u);
    EXPECT_EQ(bytes_until_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 4u);
    EXPECT_EQ(bytes_until_refused("EHLO mail.example\r\n"), 6u);
    EXPECT_EQ(bytes_until_refused("SSH-2.0-OpenSSH_9.2\r\n"), 5u);
    EXPECT_EQ(bytes_until_refused("get / HTTP/1.1\r\n"), 1u);
    EXPECT_EQ(bytes_until_refused("{\"model\":\"x\"}"), 1u);
    EXPECT_EQ(bytes_until_refused("GET http://a/ HTTP/1.1\r\n"), 5u);
    EXPECT_EQ(bytes_until_refused("CONNECT a:1 HTTP/1.1\r\n"), 8u);
    EXPECT_EQ(bytes_until_refused("GET /a%20b HTTP/1.1\r\n"), 7u);
    EXPECT_EQ(bytes_until_refused("GET /a HTTP/3.0\r\n"), 15u);
}

TEST(RequestLine, tells_http_2_that_it_is_not_spoken) { EXPECT_EQ(read_request("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").refused_with, 505); }

TEST(RequestLine, is_refused_with_414_one_byte_past_the_limit) {
    Limits limits;
    limits.request_line_bytes_max = 100;
    const auto line_of = [](std::size_t bytes) {
        const std::string rest = " HTTP/1.1\r\n";
        return "GET /" + std::string(bytes - 5 - rest.size(), 'a') + rest;
    };
    const std::string fields = "Host: a\r\n\r\n";
    EXPECT_EQ(read_request(line_of(100) + fields, limits).progress, Progress::complete);
    EXPECT_EQ(read_request(line_of(101) + fields, limits).refused_with, 414);
    EXPECT_EQ(read_request("\r\n" + line_of(98) + fields, limits).progress, Progress::complete);
    EXPECT_EQ(read_request("\r\n" + line_of(99) + fields, limits).refused_with, 414);
}

TEST(RequestLine, is_refused_with_414_when_it_never_ends) {
    EXPECT_EQ(read_request("GET /" + std::string(64 * 1024, 'a')).refused_with, 414);
    EXPECT_EQ(read_request("GET /?" + std::string(64 * 1024, 'a')).refused_with, 414);
    EXPECT_EQ(read_request(std::string(64 * 1024, 'A')).refused_with, 414);
}

TEST(RequestLine, waits_for_more_of_every_unfinished_request) {
    const std::string request = "POST /v1/chat?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    for (std::size_t size = 0; size < request.size(); ++size) {
        EXPECT_EQ(read_request(request.substr(0, size)).progress, Progress::need_more) << size;
    }
}

TEST(RequestLine, takes_an_encoded_path_only_where_it_is_told_to_and_never_another_bad_byte) {
    Limits limits;
    limits.encoded_paths = true;
    const std::string rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
    EXPECT_EQ(read_request("GET /model/a%3A0/b" + rest, limits).progress, Progress::complete);
    EXPECT_EQ(read_request("GET /model/a%3A0/b" + rest).refused_with, 400);
    EXPECT_EQ(read_request("GET /model/a;0/b" + rest, limits).refused_with, 400);
    EXPECT_EQ(read_request("GET /model//b" + rest, limits).refused_with, 400);
}

TEST(RequestLine, refuses_random_bytes_before_the_limit) {
    constexpr std::uint64_t seed = 7;
    Random random(seed);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (int i = 0; i < 64; ++i) bytes.push_back(static_cast<char>(random.next()));
        EXPECT_LE(bytes_until_refused(bytes), bytes.size()) << "seed " << seed << ", round " << round;
    }
}

}  // namespace
}  // namespace parley::http
