// The readers of the load generators, replayed at every split: whatever the cuts, the same body and the same events.
#include "load/response_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "load/event_scanner.hpp"
#include "upstream/answers.hpp"

namespace {

using bench::load::EventScanner;
using bench::load::ResponseReader;

struct Seen {
    std::string body;
    std::uint64_t events = 0;
    bool done = false;
    int status = 0;
};

/// Reads the response in two parts, cut at `cut`.
Seen read_cut_at(std::size_t cut, std::string_view response) {
    ResponseReader reader;
    EventScanner scanner;
    Seen seen;
    for (std::string_view part : {response.substr(0, cut), response.substr(cut)}) {
        while (!part.empty() && !reader.done() && !reader.malformed()) {
            const std::string_view piece = reader.next(part);
            seen.body += piece;
            seen.events += scanner.count(piece);
        }
    }
    seen.done = reader.done();
    seen.status = reader.status();
    return seen;
}

TEST(ResponseReader, reads_the_same_stream_wherever_it_is_cut) {
    const std::string stream = std::string(bench::upstream::stream_opening()) + std::string(bench::upstream::content_events(3, 123456789)) +
                               std::string(bench::upstream::stream_closing());
    const Seen whole = read_cut_at(0, stream);
    EXPECT_TRUE(whole.done);
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.events, 7u);  // role, three contents, finish, usage, [DONE]
    EXPECT_TRUE(whole.body.ends_with("data: [DONE]\n\n"));
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        const Seen seen = read_cut_at(cut, stream);
        ASSERT_TRUE(seen.done) << "cut at " << cut;
        ASSERT_EQ(seen.events, whole.events) << "cut at " << cut;
        ASSERT_EQ(seen.body, whole.body) << "cut at " << cut;
    }
}

TEST(ResponseReader, reads_a_body_by_its_length_wherever_it_is_cut) {
    const std::string_view response = bench::upstream::completion_response();
    for (std::size_t cut = 0; cut < response.size(); ++cut) {
        const Seen seen = read_cut_at(cut, response);
        ASSERT_TRUE(seen.done) << "cut at " << cut;
        ASSERT_EQ(seen.body, response.substr(response.find("\r\n\r\n") + 4)) << "cut at " << cut;
    }
}

TEST(ResponseReader, leaves_what_follows_the_response) {
    std::string_view bytes = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200";
    ResponseReader reader;
    EXPECT_EQ(reader.next(bytes), "");
    EXPECT_TRUE(reader.done());
    EXPECT_EQ(bytes, "HTTP/1.1 200");
}

TEST(ResponseReader, calls_a_response_without_framing_malformed) {
    for (std::string_view bytes : {"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", "ICY 200 OK\r\n\r\n",
                                   "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
                                   "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n"}) {
        ResponseReader reader;
        while (!bytes.empty() && !reader.malformed()) reader.next(bytes);
        EXPECT_TRUE(reader.malformed());
    }
}

TEST(EventScanner, counts_blocks_of_lines_not_empty_lines) {
    EventScanner scanner;
    EXPECT_EQ(scanner.count("\n\ndata: a\n"), 0u);
    EXPECT_EQ(scanner.count("\n"), 1u);
    EXPECT_EQ(scanner.count("\n\nevent: x\r\ndata: b\r"), 0u);
    EXPECT_EQ(scanner.count("\n\r\ndata: c\n\n: ping\n\n"), 3u);
}

TEST(EventDelays, are_read_from_the_stamps_of_whole_chunks) {
    const std::string events(bench::upstream::content_events(2, 1000));
    std::vector<bench::wire::Nanoseconds> delays;
    bench::load::append_delays(events, 1500, delays);
    EXPECT_EQ(delays, (std::vector<bench::wire::Nanoseconds>{500, 500}));
    delays.clear();
    const std::size_t second_stamp = events.rfind(" @");
    bench::load::append_delays(std::string_view(events).substr(0, second_stamp + 5), 1500, delays);
    EXPECT_EQ(delays.size(), 1u);
}

}  // namespace
