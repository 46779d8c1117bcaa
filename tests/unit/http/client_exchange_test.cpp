// A ClientExchange against an upstream that the test plays itself, on a listening socket of its own.
#include "client_exchange_under_test.hpp"
#include "server_under_test.hpp"

namespace parley::http {
namespace {

using testing::answer;
using testing::BlockingPeer;
using testing::ClientExchangeTest;
using testing::eventually;
using testing::get;
using testing::milliseconds;
using testing::ServerUnderTest;
using testing::Told;
using testing::Upstream;

TEST_F(ClientExchangeTest, uses_one_connection_for_exchanges_that_follow_each_other) {
    Upstream upstream;
    auto first = ask(upstream.origin);
    BlockingPeer peer = upstream.accept();
    EXPECT_EQ(peer.receive_through("body"), "POST /v1 HTTP/1.1\r\nhost: up\r\ncontent-length: 4\r\n\r\nbody");
    peer.send(answer);
    EXPECT_EQ(first.get().body, "ok");
    EXPECT_EQ(idle(), 1u);
    auto second = ask(upstream.origin);
    peer.receive_through("body");
    peer.send(answer);
    EXPECT_EQ(second.get().body, "ok");
}

TEST_F(ClientExchangeTest, replaces_a_connection_that_the_peer_closed_just_as_it_was_used_again) {
    Upstream upstream;
    auto first = ask(upstream.origin);
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    peer.send(answer);
    first.get();
    auto second = ask(upstream.origin);
    peer.receive_through("body");
    peer.close();  // without a byte
    BlockingPeer fresh = upstream.accept();
    fresh.receive_through("body");
    fresh.send(answer);
    EXPECT_EQ(second.get().body, "ok");
}

TEST_F(ClientExchangeTest, does_not_repeat_a_request_that_failed_on_a_new_connection) {
    Upstream upstream;
    auto asked = ask(upstream.origin);
    upstream.accept().receive_through("body");  // and closes
    EXPECT_EQ(asked.get().error->kind, ErrorKind::upstream_unavailable);
}

// Each answer, sent at once or byte by byte, and what becomes of it. A connection is pooled only after a proper end.
TEST_F(ClientExchangeTest, takes_proper_answers_and_destroys_the_connection_of_every_other) {
    const struct {
        const char* name;
        std::string bytes;
        bool closes;
        int status;  // 0: an error
        const char* body;
        bool pooled;
    } cases[] = {
        {"length", std::string(answer), false, 200, "ok", true},
        {"chunked", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n", false, 200, "ok", true},
        {"no content", "HTTP/1.1 204 No Content\r\n\r\n", false, 204, "", true},
        {"after interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + std::string(answer), false, 200,
         "ok", true},
        {"until close", "HTTP/1.1 200 OK\r\n\r\nall of it", true, 200, "all of it", false},
        {"connection close", "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok", false, 200, "ok", false},
        {"too much", std::string(answer) + "HTTP/1.1 200 OK", false, 200, "ok", false},
        {"too short", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok", true, 0, "", false},
        {"chunks cut", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n", true, 0, "", false},
        {"bad chunk size", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n", false, 0, "", false},
        {"two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok", false, 0, "", false},
        {"not http", "220 smtp ready\r\n\r\n", false, 0, "", false},
        {"upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n", false, 0, "", false},
        {"interim flood",
         [] {
             std::string all;
             for (int i = 0; i < 9; ++i) all += "HTTP/1.1 100 Continue\r\n\r\n";
             return all + std::string(answer);
         }(),
         false, 0, "", false},
        {"head cut", "HTTP/1.1 200 OK\r\ncontent-le", true, 0, "", false},
        {"body at the cap", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + std::string(1000, 'x'), false, 200, nullptr, true},
        {"body above the cap", "HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n" + std::string(1001, 'x'), false, 0, "", false},
    };
    for (const auto& each : cases) {
        for (const bool byte_by_byte : {false, true}) {
            SCOPED_TRACE(std::string(each.name) + (byte_by_byte ? " byte by byte" : " at once"));
            Upstream upstream;
            auto asked = ask(upstream.origin);
            BlockingPeer peer = upstream.accept();
            peer.receive_through("body");
            if (byte_by_byte) {
                for (const char byte : each.bytes) {
                    if (!peer.send({&byte, 1})) break;
                }
            } else {
                peer.send(each.bytes);
            }
            if (each.closes) peer.close();
            const Told told = asked.get();
            EXPECT_EQ(told.error.has_value(), each.status == 0);
            if (each.status != 0) {
                EXPECT_EQ(told.status, each.status);
            }
            if (each.body) {
                EXPECT_EQ(told.body, each.body);
            }
            // Bytes beyond the answer may arrive only after the connection went back; the pool's watch sees them then.
            if (each.pooled) {
                EXPECT_EQ(idle(), 1u);
            }
            if (!each.pooled && !byte_by_byte) {
                EXPECT_EQ(idle(), 0u);
            }
            thread.run([this] { pool->close_idle(); });
        }
    }
}

TEST_F(ClientExchangeTest, gives_up_at_its_deadline_and_closes) {
    Upstream upstream;
    auto asked = ask(upstream.origin, milliseconds(60));
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    EXPECT_EQ(asked.get().error->kind, ErrorKind::upstream_timeout);
    EXPECT_TRUE(peer.at_end());
}

// The loop is held up until both have happened, so it learns of them in one turn: of the question, which a server of ours
// on the same loop passes on, and then of what the idle connection's peer did.
TEST_F(ClientExchangeTest, does_not_take_for_an_answer_what_was_said_before_the_question) {
    for (const bool speaks : {false, true}) {
        Upstream upstream;
        auto first = ask(upstream.origin);
        BlockingPeer peer = upstream.accept();
        peer.receive_through("body");
        peer.send(answer);
        first.get();

        std::future<Told> second;
        std::promise<void> asked;
        ServerUnderTest under(
            [&](ServerExchange&) -> Task<> {
                second = ask_at_once(upstream.origin);
                asked.set_value();
                co_return;
            },
            thread);
        BlockingPeer caller = under.connect();
        ASSERT_TRUE(eventually([&] { return under.connections() == 1; }));
        thread.run([&] {
            caller.send(get);
            speaks ? static_cast<void>(peer.send("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n")) : peer.close();
        });
        asked.get_future().get();
        BlockingPeer fresh = upstream.accept();
        fresh.receive_through("body");
        fresh.send(answer);
        const Told told = second.get();
        EXPECT_EQ(told.status, 200) << speaks;
        EXPECT_EQ(told.body, "ok");
        thread.run([this] { pool->close_idle(); });
    }
}

TEST_F(ClientExchangeTest, reads_what_a_peer_said_that_would_not_read_the_whole_request) {
    request_body = std::string(64 * 1024 * 1024, 'x');
    for (const bool on_a_used_connection : {false, true}) {
        Upstream upstream;
        std::optional<BlockingPeer> peer;
        if (on_a_used_connection) {
            request_body.swap(small_body);
            auto first = ask(upstream.origin);
            peer.emplace(upstream.accept());
            peer->receive_through("body");
            peer->send(answer);
            first.get();
            request_body.swap(small_body);
        }
        auto asked = ask(upstream.origin);
        if (!peer) peer.emplace(upstream.accept());
        peer->receive_through("\r\n\r\n");
        peer->send("HTTP/1.1 413 Content Too Large\r\ncontent-length: 5\r\n\r\nlarge");
        peer->close();  // with a reset, since much is unread
        const Told told = asked.get();
        EXPECT_EQ(told.status, 413) << on_a_used_connection;
        EXPECT_EQ(told.body, "large");
        EXPECT_EQ(idle(), 0u);
    }
}

TEST_F(ClientExchangeTest, gives_up_at_its_deadline_although_bytes_never_cease) {
    answer_bytes_max = std::size_t{1} << 30;
    Upstream upstream;
    auto asked = ask(upstream.origin, milliseconds(60));
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n");
    const TimePoint give_up = Clock::now() + std::chrono::seconds(10);
    bool cut = false;
    const std::string piece(1024 * 1024, 'x');
    while (!cut && Clock::now() < give_up) cut = !peer.send(piece);
    EXPECT_TRUE(cut);
    peer.close();
    EXPECT_EQ(asked.get().error->kind, ErrorKind::upstream_timeout);
}

TEST_F(ClientExchangeTest, closes_the_upstream_when_it_is_stopped) {
    for (const bool within_the_body : {false, true}) {
        Upstream upstream;
        StopSignal stop;
        auto asked = ask(upstream.origin, milliseconds(20'000), &stop);
        BlockingPeer peer = upstream.accept();
        peer.receive_through("body");
        if (within_the_body) peer.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbeginning");
        thread.run([&] { stop.request(StopReason::client_gone); });
        EXPECT_TRUE(asked.get().error.has_value());
        EXPECT_TRUE(peer.at_end());
        EXPECT_EQ(idle(), 0u);
    }
}

TEST_F(ClientExchangeTest, says_that_nobody_listens) {
    Origin origin;
    {
        Upstream gone;
        origin = gone.origin;
    }
    EXPECT_EQ(ask(origin).get().error->kind, ErrorKind::upstream_unavailable);
}

}  // namespace
}  // namespace parley::http
