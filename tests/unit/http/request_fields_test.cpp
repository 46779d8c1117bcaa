// The header section of a request: syntax, Host, what may come once, limits.
#include <gtest/gtest.h>

#include "http/authority.hpp"
#include "unit/http/head_outcome.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;

struct Case {
    std::string fields;  // between the request line and the empty line
    int refused_with;    // 0: accepted
};

void PrintTo(const Case& one, std::ostream* out) { *out << testing::PrintToString(one.fields) << " -> " << one.refused_with; }

class FieldTable : public testing::TestWithParam<Case> {};

TEST_P(FieldTable, is_refused_or_accepted_alike_in_any_pieces) {
    const RequestOutcome outcome = read_request("POST /v1 HTTP/1.1\r\n" + GetParam().fields + "\r\n");
    EXPECT_EQ(outcome.refused_with, GetParam().refused_with) << outcome;
    EXPECT_EQ(outcome.progress, GetParam().refused_with ? Progress::refused : Progress::complete);
}

INSTANTIATE_TEST_SUITE_P(
    syntax, FieldTable,
    testing::Values(Case{"Host: a\r\nX: y\r\n", 0}, Case{"Host: a\r\nX:\r\n", 0}, Case{"Host: a\r\nX: \t \r\n", 0},
                    Case{"Host: a\r\nX: a\tb  c\r\n", 0}, Case{"Host: a\r\nX: caf\xc3\xa9\xff\r\n", 0},
                    Case{"Host: a\r\n!#$%&'*+-.^_`|~9aZ: y\r\n", 0}, Case{"Host: a\r\nX: y\t\r\n", 400},
                    Case{"Host: a\r\nX: y \t \r\n", 400}, Case{"Host : a\r\n", 400}, Case{"Host\t: a\r\n", 400},
                    Case{"Host: a\r\nX : y\r\n", 400}, Case{"Host: a\r\nX: y\r\n z\r\n", 400}, Case{"Host: a\r\nX: y\r\n\tz\r\n", 400},
                    Case{"Host: a\r\nContent-Length:\r\n 5\r\n", 400}, Case{"Host: a\r\nTransfer-Encoding:\r\n chunked\r\n", 400},
                    Case{" Host: a\r\n", 400}, Case{"\tX: y\r\nHost: a\r\n", 400}, Case{"Host: a\r\nX: y\0z\r\n"s, 400},
                    Case{"Host: a\r\nX: y\rz\r\n", 400}, Case{"Host: a\r\nX: y\nZ: z\r\n", 400}, Case{"Host: a\nX: y\r\n", 400},
                    Case{"Host: a\rX: y\r\n", 400}, Case{"Host: a\r\r\n", 400}, Case{"Host: a\r\nX: \x7f\r\n", 400},
                    Case{"Host: a\r\nX: \x1b[2J\r\n", 400}, Case{"Host: a\r\nX: \x0b\r\n", 400}, Case{"Host: a\r\n: y\r\n", 400},
                    Case{"Host: a\r\nX\r\n", 400}, Case{"Host: a\r\nX y: z\r\n", 400}, Case{"Host: a\r\nX(: z\r\n", 400},
                    Case{"Host: a\r\nX\xc3\xa9: z\r\n", 400}, Case{"Host: a\r\n\0: z\r\n"s, 400}, Case{"Host: a\r\n\n", 400},
                    Case{"\rHost: a\r\n", 400}, Case{"Host: a\r\n@: z\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(host, FieldTable,
                         testing::Values(Case{"", 400}, Case{"Host: a\r\nHost: a\r\n", 400}, Case{"Host: a\r\nhOST: b\r\n", 400},
                                         Case{"Host:\r\n", 400}, Case{"Host: a/b?c\r\n", 400}, Case{"Host: u@h\r\n", 400},
                                         Case{"Host: a, b\r\n", 400}, Case{"Host: x/?\r\n", 400}, Case{"Host: a b\r\n", 400},
                                         Case{"hOsT: a\r\n", 0}));

INSTANTIATE_TEST_SUITE_P(once, FieldTable,
                         testing::Values(Case{"Host: a\r\nAuthorization: x\r\n", 0},
                                         Case{"Host: a\r\nAuthorization: x\r\nAuthorization: x\r\n", 400},
                                         Case{"Host: a\r\nAuthorization: x\r\nX: y\r\nauthorization: z\r\n", 400},
                                         Case{"Host: a\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n", 400},
                                         Case{"Host: a\r\nx-api-key: x\r\nX-API-KEY: y\r\n", 400},
                                         Case{"Host: a\r\napi-key: x\r\napi-key: y\r\n", 400},
                                         Case{"Host: a\r\nx-goog-api-key: x\r\nx-goog-api-key: y\r\n", 400},
                                         Case{"Host: a\r\nProxy-Authorization: x\r\nProxy-Authorization: x\r\n", 400},
                                         Case{"Host: a\r\nAccept: x\r\nAccept: y\r\n", 0}));

INSTANTIATE_TEST_SUITE_P(underscores, FieldTable,
                         testing::Values(Case{"Host: a\r\nContent_Length: 5\r\n", 400},
                                         Case{"Host: a\r\nTRANSFER_encoding: chunked\r\n", 400},
                                         Case{"Host: a\r\nContent_Type: a\r\n", 400}, Case{"Host: a\r\nContent_Encoding: gzip\r\n", 400},
                                         Case{"Host: a\r\nx_api_key: a\r\n", 400}, Case{"Host: a\r\nx-api_key: a\r\n", 400},
                                         Case{"Host: a\r\napi_key: a\r\n", 400}, Case{"Host: a\r\nx_goog_api_key: a\r\n", 400},
                                         Case{"Host: a\r\nproxy_authorization: a\r\n", 400}, Case{"Host: a\r\nmy_header: a\r\n", 0}));

INSTANTIATE_TEST_SUITE_P(expect, FieldTable,
                         testing::Values(Case{"Host: a\r\nExpect: 100-continue\r\n", 0}, Case{"Host: a\r\nExpect: 100-Continue\r\n", 0},
                                         Case{"Host: a\r\nExpect: x\r\n", 417}, Case{"Host: a\r\nExpect:\r\n", 417},
                                         Case{"Host: a\r\nExpect: 100-continue, x\r\n", 417}));

TEST(RequestFields, are_kept_verbatim_without_the_white_space_around_values) {
    const RequestOutcome outcome = read_request("GET / HTTP/1.1\r\nhOsT:a\r\nX-A: \t b\t c  \r\nmy_x:\r\n\r\n");
    EXPECT_EQ(outcome.fields, (FieldTexts{{"hOsT", "a"}, {"X-A", "b\t c"}, {"my_x", ""}}));
    EXPECT_EQ(outcome.host, "a");
}

TEST(RequestFields, need_no_host_in_http_1_0) {
    EXPECT_EQ(read_request("GET / HTTP/1.0\r\n\r\n").progress, Progress::complete);
    EXPECT_EQ(read_request("GET / HTTP/1.0\r\nHost: a/b\r\n\r\n").refused_with, 400);
}

TEST(RequestFields, are_not_removed_because_connection_names_them) {
    const RequestOutcome outcome =
        read_request("GET / HTTP/1.1\r\nHost: a\r\nConnection: authorization\r\nAuthorization: Bearer x\r\n\r\n");
    EXPECT_EQ(outcome.fields.size(), 3u);
    EXPECT_EQ(outcome.fields[2].second, "Bearer x");
}

TEST(RequestFields, decide_whether_the_connection_goes_on) {
    struct Persistence {
        std::string version;
        std::string connection;
        bool keep_alive;
    };
    const Persistence table[] = {
        {"1.1", "", true},
        {"1.1", "Connection: close\r\n", false},
        {"1.1", "Connection: CLOSE\r\n", false},
        {"1.1", "Connection: x, close\r\n", false},
        {"1.1", "Connection: x\r\nConnection: close\r\n", false},
        {"1.1", "Connection: closed\r\n", true},
        {"1.1", "Connection: keep-alive, close\r\n", false},
        {"1.0", "", false},
        {"1.0", "Connection: Keep-Alive\r\n", true},
        {"1.0", "Connection: keep-alive\r\nConnection: close\r\n", false},
    };
    for (const Persistence& row : table) {
        const auto outcome = read_request("GET / HTTP/" + row.version + "\r\nHost: a\r\n" + row.connection + "\r\n");
        EXPECT_EQ(outcome.progress, Progress::complete);
        EXPECT_EQ(outcome.keep_alive, row.keep_alive) << row.version << ' ' << row.connection;
    }
}

TEST(RequestFields, expect_continue_only_from_http_1_1) {
    EXPECT_TRUE(read_request("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
    EXPECT_FALSE(read_request("PUT / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST(RequestFields, are_refused_with_431_one_past_the_limit_of_headers) {
    Limits limits;
    limits.headers_max = 5;
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 4; ++i) head += "X: y\r\n";
    EXPECT_EQ(read_request(head + "\r\n", limits).fields.size(), 5u);
    EXPECT_EQ(read_request(head + "X: y\r\n\r\n", limits).refused_with, 431);
}

TEST(RequestFields, are_refused_with_431_one_byte_past_the_limit_of_the_head) {
    Limits limits;
    limits.head_bytes_max = 200;
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    const auto head_of = [&](std::size_t bytes) { return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n"; };
    EXPECT_EQ(read_request(head_of(200), limits).size, 200u);
    EXPECT_EQ(read_request(head_of(200) + "a body", limits).size, 200u);
    EXPECT_EQ(read_request(head_of(201), limits).refused_with, 431);
}

TEST(RequestFields, are_refused_with_431_by_default_when_huge_or_many) {
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
    EXPECT_EQ(read_request(start + "X: " + std::string(128 * 1024, 'x') + "\r\n\r\n").refused_with, 431);
    EXPECT_EQ(read_request(start + std::string(128 * 1024, 'x')).refused_with, 431);
    std::string many = start;
    for (int i = 0; i < 20'000; ++i) many += "X: y\r\n";
    EXPECT_EQ(read_request(many + "\r\n").refused_with, 431);
}

TEST(RequestFields, are_refused_at_the_wrong_byte_and_not_at_the_end_of_the_head) {
    RequestHeadReader reader{Limits{}};
    RequestHead head;
    EXPECT_EQ(reader.look("GET / HTTP/1.1\r\nHost: a\r\nX: y\x01", head), Progress::refused);
    reader.reset();
    EXPECT_EQ(reader.look("GET / HTTP/1.1\r\nHost: a\r\nX ", head), Progress::refused);
}

TEST(RequestHeadReader, reads_one_request_after_the_other) {
    const std::string first = "POST /a HTTP/1.1\r\nHost: one\r\nContent-Length: 0\r\n\r\n";
    const std::string second = "GET /b HTTP/1.1\r\nHost: two\r\nX: y\r\n\r\n";
    const std::string both = first + second;
    RequestHeadReader reader{Limits{}};
    RequestHead head;
    ASSERT_EQ(reader.look(both, head), Progress::complete);
    EXPECT_EQ(head.target.path, "/a");
    ASSERT_EQ(reader.size(), first.size());
    reader.reset();
    ASSERT_EQ(reader.look(std::string_view(both).substr(first.size()), head), Progress::complete);
    EXPECT_EQ(head.method, Method::get);
    EXPECT_EQ(head.target.path, "/b");
    EXPECT_EQ(head.host, "two");
    EXPECT_EQ(head.fields.size(), 2u);
    EXPECT_EQ(head.framing, Framing{});
}

TEST(RequestHeadReader, answers_the_same_until_it_is_reset) {
    const std::string good = "GET /a HTTP/1.1\r\nHost: one\r\n\r\n";
    RequestHeadReader reader{Limits{}};
    RequestHead head;
    EXPECT_EQ(reader.look(good, head), Progress::complete);
    const std::string moved = good;
    EXPECT_EQ(reader.look(moved, head), Progress::complete);
    EXPECT_EQ(head.target.path.data(), moved.data() + 4);
    reader.reset();
    EXPECT_EQ(reader.look("bad", head), Progress::refused);
    EXPECT_EQ(reader.look(good, head), Progress::refused);
    EXPECT_EQ(reader.refusal().status, 400);
    reader.reset();
    EXPECT_EQ(reader.look(good, head), Progress::complete);
}

TEST(Authority, is_a_host_with_an_optional_port) {
    for (const char* good : {"a", "a.example", "A-b_c.example:8080", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:443", "[fe80::1:2]",
                             "[::ffff:1.2.3.4]:65535", "localhost:0"}) {
        EXPECT_TRUE(is_authority(good)) << good;
    }
    for (const char* bad : {"",    ":",      ":80",    "a:",     "a:b", "a:65536", "a:123456", "a:-1",     "a:+1",   "a: 1", "a:1:2",
                            "a b", "a/b",    "a?b",    "a#b",    "u@h", "a,b",     "a%20",     "[",        "]",      "[]",   "[::1",
                            "::1", "[::1]x", "[::1]:", "[x::1]", "[1]", "a\\b",    "\xc3\xa9", "http://a", "a[::1]", "*"}) {
        EXPECT_FALSE(is_authority(bad)) << bad;
    }
}

}  // namespace
}  // namespace parley::http
