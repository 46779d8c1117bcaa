#include "simulate/raw_answer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulate/gzip.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {
namespace {

http::Response response_of(std::string body) {
    http::Response response;
    response.body = std::move(body);
    response.fields = "x-a: b\r\n";
    return response;
}

TEST(RawAnswer, a_head_is_what_an_honest_server_would_send) {
    http::Response response = response_of("{}");
    EXPECT_EQ(print_raw_head(response, 2), "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-a: b\r\ncontent-length: 2\r\n\r\n");
    response.close = true;
    response.status = 503;
    response.content_type = {};
    EXPECT_EQ(print_raw_head(response, 0), "HTTP/1.1 503 Service Unavailable\r\nx-a: b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
}

TEST(RawAnswer, framing_contradicts_itself_as_asked) {
    const std::string head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-a: b\r\n";
    struct Case {
        Faults faults;
        std::string bytes;
    };
    const Case cases[] = {
        {Faults{.wrong_length = 10}, head + "content-length: 14\r\n\r\n{  }"},
        {Faults{.wrong_length = -1}, head + "content-length: 3\r\n\r\n{  }"},
        {Faults{.wrong_length = -10}, head + "content-length: 0\r\n\r\n{  }"},
        {Faults{.bad_chunk_size = true}, head + "transfer-encoding: chunked\r\n\r\n2\r\n{ \r\nsize?\r\n }\r\n0\r\n\r\n"},
        {Faults{.two_responses = true}, head + "content-length: 4\r\n\r\n{  }" + head + "content-length: 4\r\n\r\n{  }"},
    };
    for (const Case& c : cases) EXPECT_EQ(print_contradictory_answer(response_of("{  }"), c.faults), c.bytes);
}

TEST(RawAnswer, the_sound_chunk_has_its_size_in_hexadecimal) {
    const std::string bytes = print_contradictory_answer(response_of(std::string(0x2A0, 'x')), Faults{.bad_chunk_size = true});
    EXPECT_NE(bytes.find("\r\n\r\n150\r\nxxx"), std::string::npos);
}

TEST(RawAnswer, garbage_never_begins_like_http) {
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
        Random random(seed);
        const std::string bytes = print_garbage(random);
        EXPECT_EQ(bytes.size(), 512u);
        EXPECT_NE(bytes[0], 'H') << "seed " << seed;
    }
}

TEST(RawAnswer, a_flood_is_as_many_fields_as_asked) {
    std::string fields;
    flood_header(fields, 10'000);
    EXPECT_EQ(std::count(fields.begin(), fields.end(), '\n'), 10'000);
    EXPECT_TRUE(fields.starts_with("x-flood-1: "));
}

std::string inflate_all(std::string_view bytes, bool& ended) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<unsigned>(bytes.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    ended = inflate(&stream, Z_SYNC_FLUSH) == Z_STREAM_END;
    out.resize(out.size() - stream.avail_out);
    inflateEnd(&stream);
    return out;
}

TEST(GzipWriter, what_was_added_can_be_read_before_the_end) {
    GzipWriter writer;
    std::string bytes = writer.add("data: one\n\n");
    bool ended = false;
    EXPECT_EQ(inflate_all(bytes, ended), "data: one\n\n");
    EXPECT_FALSE(ended);
    bytes += writer.add(std::string(100'000, 'x'));
    bytes += writer.finish("end");
    EXPECT_EQ(inflate_all(bytes, ended), "data: one\n\n" + std::string(100'000, 'x') + "end");
    EXPECT_TRUE(ended);
}

TEST(PageResponse, is_what_the_faults_ask_for) {
    struct Case {
        Faults faults;
        int status;
        const char* content_type;
        const char* text;
    };
    const Case cases[] = {
        {Faults{.status = 429}, 429, "application/json", "rate_limit_exceeded"},
        {Faults{.status = 429, .code = "insufficient_quota"}, 429, "application/json", "insufficient_quota"},
        {Faults{.status = 502, .body = PageBody::html}, 502, "text/html", "<h1>502</h1>"},
        {Faults{.body = PageBody::html}, 200, "text/html", "<html>"},
        {Faults{.status = 503, .body = PageBody::text}, 503, "text/plain", "upstream connect error"},
    };
    for (const Case& c : cases) {
        const http::Response page = page_response(c.faults);
        EXPECT_EQ(page.status, c.status);
        EXPECT_EQ(page.content_type, c.content_type);
        EXPECT_NE(page.body.find(c.text), std::string::npos) << page.body;
    }
    EXPECT_EQ(page_response(Faults{.body = PageBody::empty}).body, "");
    EXPECT_EQ(page_response(Faults{.status = 503, .retry_after = std::chrono::seconds(2)}).fields, "retry-after: 2\r\n");
}

}  // namespace
}  // namespace parley::simulate
