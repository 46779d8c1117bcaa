// Answers, read by us and by llhttp: llhttp_differential.hpp tells the rule.
#include "unit/http/llhttp_differential.hpp"

namespace parley::http {
namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

const KnownDifference we_are_stricter[] = {
    {Part::head, "The upstream's answer does not begin", "", "empty lines, other versions, a bare LF after the status",
     "\r\nHTTP/1.1 204 No Content\r\n\r\n"},
    {Part::head, "The upstream's status line does not end", "", "a bare LF after the reason, control bytes within",
     "HTTP/1.1 204 No Content\n\r\n"},
    {Part::head, "The upstream switched protocols", "101", "nobody asked for it", "HTTP/1.1 101 x\r\n\r\n"},
    {Part::head, "The upstream announced a body", "", "it reads bodies of 1xx, 204 and 304",
     "HTTP/1.1 204 x\r\nContent-Length: 1\r\n\r\nx"},
    {Part::head, "A header line begins with white space", "", "it accepts folded lines", "HTTP/1.1 204 x\r\nX: y\r\n z\r\n\r\n"},
    {Part::head, "A header line has no valid name", "\r\n:", "it accepts an empty name", "HTTP/1.1 204 x\r\n: y\r\n\r\n"},
    {Part::head, "A header line has no valid name", "\r\n\n", "it takes a bare LF for the end of the head", "HTTP/1.1 204 x\r\n\n"},
    {Part::head, "A header value ends in a tab", "\t", "it counts a tab to the value, which RFC 9110, 5.6.3 forbids",
     "HTTP/1.1 204 x\r\nX: y\t\r\n\r\n"},
    {Part::head, "Content-Length and Transfer-Encoding", "", "it overlooks an empty Transfer-Encoding",
     ok + "Transfer-Encoding:\r\nContent-Length: 1\r\n\r\nx"},
    {Part::head, "HTTP/1.0 has no Transfer-Encoding", "HTTP/1.0", "it decodes chunks of HTTP/1.0",
     "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {Part::head, "More than one Transfer-Encoding", "", "it looks at the last one",
     ok + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {Part::head, "Transfer-Encoding is not 'chunked'", "", "it accepts an empty member of the list",
     ok + "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n"},
    {Part::head, "The only transfer coding understood", "", "it leaves other codings to its user",
     ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {Part::body, "body", "\r\n\n", "it takes a bare LF for the end of the trailer section", chunked + "0\r\n\n"},
    {Part::body, "body", "\r\n:", "it accepts an empty name in a trailer", chunked + "0\r\n: y\r\n\r\n"},
    {Part::body, "body", "\r\n ", "it accepts folded trailers", chunked + "0\r\nX: y\r\n z\r\n\r\n"},
    {Part::body, "body", "\r\n\t", "it accepts folded trailers", chunked + "0\r\nX: y\r\n\tz\r\n\r\n"},
};

const KnownDifference llhttp_is_stricter[] = {
    {Part::body, "HPE_STRICT: Invalid character in chunk extensions", ";", "we skip extensions, whatever their grammar",
     chunked + "5;x y\r\nhello\r\n0\r\n\r\n"},
    {Part::body, "HPE_INVALID_CHUNK_SIZE: Invalid character in chunk size", ";", "we skip extensions, an empty value included",
     chunked + "5;x=;y\r\nhello\r\n0\r\n\r\n"},
    {Part::body, "HPE_UNEXPECTED_CONTENT_LENGTH", "\r\n0", "we drop trailers unread",
     chunked + "0\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"},
    {Part::body, "HPE_INVALID_CONTENT_LENGTH", "\r\n0", "we drop trailers unread", chunked + "0\r\nContent-Length: x\r\n\r\n"},
};

const Rule rule{Side::responses, we_are_stricter, llhttp_is_stricter};

const std::string seeds[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: "
    "a\n\n\r\n0\r\n\r\n",
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
    "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\nHTTP/1.1 200 "
    "OK\r\nContent-Length: 1\r\n\r\nx",
};

TEST(LlhttpResponses, agree_on_the_seeds) {
    for (const std::string& seed : seeds) {
        EXPECT_TRUE(read_with_parley(rule.side, seed).messages.back().head_complete) << seed;
        expect_agreement(rule, seed);
    }
}

TEST(LlhttpResponses, differ_where_they_are_known_to) { expect_examples_to_differ(Side::responses, we_are_stricter, llhttp_is_stricter); }

TEST(LlhttpResponses, agree_on_mutations_of_them) { expect_agreement_on_mutations(rule, seeds, 37, 150'000); }

}  // namespace
}  // namespace parley::http
