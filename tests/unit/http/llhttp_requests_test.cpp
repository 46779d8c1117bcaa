// Requests, read by us and by llhttp: llhttp_differential.hpp tells the rule.
#include "unit/http/llhttp_differential.hpp"

namespace parley::http {
namespace {

const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

const KnownDifference we_are_stricter[] = {
    {Part::head, "A CR before the request", "\r", "any mixture of CR and LF is an empty line to it",
     "\r\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "Too many empty lines", "\r\n\r\n\r", "our limit is leading_empty_lines_max",
     "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The request does not begin with a method", "", "it takes a bare LF for an empty line",
     "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The request target must be a path", "", "it takes absolute-form, '*', and two spaces before them",
     "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The path holds a byte", "", "percent-encoding, ';', '\\', '#', quotes; a line end: HTTP/0.9",
     "GET /%76 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The path holds an empty or a dot segment", "", "it does not look into paths", "GET /x/../y HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The query holds a byte", "", "a fragment; a line end: HTTP/0.9", "GET /?x#y HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::head, "The request line does not end in", "", "HTTP/0.9, and a bare LF after the version", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
    {Part::head, "Only HTTP/1.1 and HTTP/1.0", "HTTP/2.0", "it accepts 2.0 as a number", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
    {Part::head, "A header line begins with white space", "", "it accepts folded lines and a space before the first header",
     "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n"},
    {Part::head, "A header line has no valid name", "\r\n:", "it accepts an empty name", "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n"},
    {Part::head, "A header line has no valid name", "\r\n\n", "it takes a bare LF for the end of the head",
     "GET / HTTP/1.1\r\nHost: a\r\n\n"},
    {Part::head, "A header value ends in a tab", "\t", "it counts a tab to the value, which RFC 9110, 5.6.3 forbids",
     "GET / HTTP/1.1\r\nHost: a\r\nX: y\t\r\n\r\n"},
    {Part::head, "A header that may come once", "", "it counts only Content-Length", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
    {Part::head, "A header name is written with '_'", "_", "it knows nothing of gateways that make no difference",
     "GET / HTTP/1.1\r\nHost: a\r\nContent_Length: 5\r\n\r\n"},
    {Part::head, "The Host header is not", "", "it does not look into Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {Part::head, "The request has no Host header", "", "it does not ask for Host", "GET / HTTP/1.1\r\n\r\n"},
    {Part::head, "The only expectation", "", "it does not look into Expect", "GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n"},
    {Part::head, "Content-Length and Transfer-Encoding", "", "it overlooks an empty Transfer-Encoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\nContent-Length: 1\r\n\r\nx"},
    {Part::head, "HTTP/1.0 has no Transfer-Encoding", "HTTP/1.0", "it decodes chunks of HTTP/1.0",
     "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {Part::head, "Transfer-Encoding is not 'chunked'", "", "it overlooks an empty Transfer-Encoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n"},
    {Part::head, "The only transfer coding understood", "", "it leaves other codings to its user",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {Part::body, "body", "\r\n\n", "it takes a bare LF for the end of the trailer section", chunked + "0\r\n\n"},
    {Part::body, "body", "\r\n:", "it accepts an empty name in a trailer", chunked + "0\r\n: y\r\n\r\n"},
    {Part::body, "body", "\r\n ", "it accepts folded trailers", chunked + "0\r\nX: y\r\n z\r\n\r\n"},
    {Part::body, "body", "\r\n\t", "it accepts folded trailers", chunked + "0\r\nX: y\r\n\tz\r\n\r\n"},
};

const KnownDifference llhttp_is_stricter[] = {
    {Part::head, "HPE_INVALID_METHOD", "", "it has a list of methods; an unknown one is Method::other, the router's matter",
     "FETCH / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {Part::body, "HPE_STRICT: Invalid character in chunk extensions", ";", "we skip extensions, whatever their grammar",
     chunked + "5;x y\r\nhello\r\n0\r\n\r\n"},
    {Part::body, "HPE_INVALID_CHUNK_SIZE: Invalid character in chunk size", ";", "we skip extensions, an empty value included",
     chunked + "5;x=;y\r\nhello\r\n0\r\n\r\n"},
    {Part::body, "HPE_UNEXPECTED_CONTENT_LENGTH", "\r\n0", "we drop trailers unread",
     chunked + "0\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"},
    {Part::body, "HPE_INVALID_CONTENT_LENGTH", "\r\n0", "we drop trailers unread", chunked + "0\r\nContent-Length: x\r\n\r\n"},
    {Part::body, "HPE_INVALID_TRANSFER_ENCODING", "\r\n0", "we drop trailers unread", chunked + "0\r\nTransfer-Encoding: x\r\n\r\n"},
};

const Rule rule{Side::requests, we_are_stricter, llhttp_is_stricter};

const std::string seeds[] = {
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /v1/models?limit=2 HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer x\r\nAccept: */*\r\n\r\n",
    "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello",
    "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: "
    "y\r\n\r\n",
    "PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    "DELETE /a/b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhiGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "\r\nOPTIONS /a HTTP/1.1\r\nHost: [::1]:80\r\nX-A:\r\nX-B: \t c d \r\n\r\n",
    "PATCH /a HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 1\r\n\r\nx",
};

TEST(LlhttpRequests, agree_on_the_seeds) {
    for (const std::string& seed : seeds) {
        EXPECT_TRUE(read_with_parley(rule.side, seed).messages.back().complete) << seed;
        expect_agreement(rule, seed);
    }
}

TEST(LlhttpRequests, differ_where_they_are_known_to) { expect_examples_to_differ(Side::requests, we_are_stricter, llhttp_is_stricter); }

TEST(LlhttpRequests, agree_on_mutations_of_them) { expect_agreement_on_mutations(rule, seeds, 31, 150'000); }

}  // namespace
}  // namespace parley::http
