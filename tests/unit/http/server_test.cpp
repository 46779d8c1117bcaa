// A real Server on a loop of its own, asked over loopback by a peer that the test drives byte by byte.
#include "http/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include "server_under_test.hpp"

namespace parley::http {
namespace {

using std::chrono::milliseconds;
using testing::BlockingPeer;
using testing::eventually;
using testing::get;
using testing::has_status;
using testing::LoopThread;
using testing::post;
using testing::ServerUnderTest;

// Answers with what it was asked: method, path and body.
Task<> echo(ServerExchange& exchange) {
    std::string text = std::string(exchange.head().method_text) + " " + std::string(exchange.head().target.path) + " ";
    const BodyStatus status = co_await exchange.read_body(1000);
    Response response;
    response.content_type = "text/plain";
    if (status == BodyStatus::too_large) response.status = 413;
    if (status == BodyStatus::bad_framing) response.status = 400;
    if (status == BodyStatus::too_slow) response.status = 408;
    if (status == BodyStatus::gone) co_return;
    response.body = text + std::string(exchange.body());
    co_await exchange.respond(std::move(response));
}

TEST(Server, answers_requests_on_one_connection_one_after_another) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    for (int round = 0; round < 3; ++round) {
        peer.send(post("round " + std::to_string(round)));
        const std::string response = peer.receive_response();
        EXPECT_TRUE(has_status(response, 200));
        EXPECT_TRUE(response.ends_with("POST /b round " + std::to_string(round))) << response;
        EXPECT_NE(response.find("\r\ndate: "), std::string::npos);
    }
}

TEST(Server, answers_pipelined_requests_in_order) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    std::string together;
    for (int index = 0; index < 20; ++index) together += post(std::to_string(index));
    peer.send(together);
    for (int index = 0; index < 20; ++index) EXPECT_TRUE(peer.receive_response().ends_with("POST /b " + std::to_string(index)));
}

TEST(Server, reads_a_request_that_arrives_byte_by_byte) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    for (const char byte : post("slowly")) peer.send({&byte, 1});
    EXPECT_TRUE(peer.receive_response().ends_with("POST /b slowly"));
}

TEST(Server, reads_a_chunked_body_and_what_is_pipelined_behind_it) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    peer.send("POST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" + std::string(get));
    EXPECT_TRUE(peer.receive_response().ends_with("POST /c abcde"));
    EXPECT_TRUE(peer.receive_response().ends_with("GET /a "));
}

TEST(Server, says_continue_before_it_reads_an_expected_body) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    peer.send("POST /b HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
    EXPECT_EQ(peer.receive_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("ok");
    EXPECT_TRUE(peer.receive_response().ends_with("POST /b ok"));
}

TEST(Server, answers_garbage_once_and_closes) {
    ServerUnderTest under(echo);
    for (const std::string_view garbage :
         {"\x16\x03\x01\x02", "PRI * HTTP/2.0\r\n\r\n", "get /a HTTP/1.1\r\n\r\n", "GET  /a HTTP/1.1\r\n"}) {
        BlockingPeer peer = under.connect();
        peer.send(garbage);
        const std::string all = peer.receive_to_end();
        EXPECT_TRUE(all.starts_with("HTTP/1.1 4") || all.starts_with("HTTP/1.1 505")) << all;
        EXPECT_EQ(all.find("\nHTTP/1.1 "), std::string::npos) << "answered twice: " << all;
    }
}

TEST(Server, never_takes_an_unread_body_for_a_request) {
    ServerUnderTest under([](ServerExchange& exchange) -> Task<> {
        Response response;
        response.status = 401;
        co_await exchange.respond(std::move(response));
    });
    const std::string whole = post(get);
    for (const std::string& unread :
         {whole.substr(0, whole.size() - 1), "POST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n" + std::string(get)}) {
        BlockingPeer peer = under.connect();
        peer.send(unread);
        const std::string all = peer.receive_to_end();
        EXPECT_TRUE(has_status(all, 401));
        EXPECT_NE(all.find("connection: close"), std::string::npos);
        EXPECT_EQ(all.find("HTTP/1.1 ", 1), std::string::npos) << all;
    }
}

TEST(Server, passes_over_a_body_that_nobody_read_and_that_has_come_whole) {
    int asked = 0;
    ServerUnderTest under([&](ServerExchange& exchange) -> Task<> {
        ++asked;
        Response response;
        response.status = exchange.head().method == Method::post ? 401 : 204;
        co_await exchange.respond(std::move(response));
    });
    BlockingPeer peer = under.connect();
    peer.send(post(get) + post("") + std::string(get));
    for (const int status : {401, 401, 204}) {
        const std::string answer = peer.receive_response();
        EXPECT_TRUE(has_status(answer, status)) << answer;
        EXPECT_EQ(answer.find("connection: close"), std::string::npos) << answer;
    }
    peer.send(post("again"));
    EXPECT_TRUE(has_status(peer.receive_response(), 401));
    EXPECT_EQ(asked, 4);
}

TEST(Server, refuses_a_body_above_the_cap_of_its_route_and_takes_one_at_the_cap) {
    ServerUnderTest under(echo);
    BlockingPeer at = under.connect();
    at.send(post(std::string(1000, 'x')));
    EXPECT_TRUE(has_status(at.receive_response(), 200));
    BlockingPeer above = under.connect();
    above.send(post(std::string(1001, 'x')));
    EXPECT_TRUE(has_status(above.receive_to_end(), 413));
    BlockingPeer endless = under.connect();
    endless.send("POST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n");
    const std::string chunk = "100\r\n" + std::string(256, 'y') + "\r\n";
    for (int index = 0; index < 4; ++index) endless.send(chunk);
    EXPECT_TRUE(has_status(endless.receive_to_end(), 413));
}

TEST(Server, cuts_a_head_and_a_body_that_do_not_arrive_in_time) {
    Limits limits;
    limits.head_timeout = milliseconds(60);
    limits.body_grace = milliseconds(60);
    ServerUnderTest under(echo, limits);
    BlockingPeer slow_head = under.connect();
    slow_head.send("GET /a HT");
    EXPECT_TRUE(slow_head.at_end());
    BlockingPeer slow_body = under.connect();
    slow_body.send("POST /b HTTP/1.1\r\nhost: h\r\ncontent-length: 500\r\n\r\nabc");
    EXPECT_TRUE(has_status(slow_body.receive_to_end(), 408));
}

TEST(Server, closes_a_connection_that_stays_idle) {
    Limits limits;
    limits.idle_timeout = milliseconds(60);
    ServerUnderTest under(echo, limits);
    BlockingPeer fresh = under.connect();
    EXPECT_TRUE(fresh.at_end());
    BlockingPeer used = under.connect();
    used.send(get);
    EXPECT_TRUE(has_status(used.receive_response(), 200));
    EXPECT_TRUE(used.at_end());
}

TEST(Server, closes_after_the_answer_when_the_client_asks_for_it) {
    ServerUnderTest under(echo);
    BlockingPeer modern = under.connect();
    modern.send("GET /a HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
    EXPECT_NE(modern.receive_to_end().find("connection: close"), std::string::npos);
    BlockingPeer old = under.connect();
    old.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.receive_to_end().ends_with("GET /a "));
}

TEST(Server, answers_a_head_request_without_a_body) {
    ServerUnderTest under(echo);
    BlockingPeer peer = under.connect();
    peer.send("HEAD /a HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
    const std::string all = peer.receive_to_end();
    EXPECT_NE(all.find("content-length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

// A handler that waits until it is stopped, and tells why it was.
struct Waiting {
    std::atomic<int> begun{0};
    std::atomic<int> stopped{0};
    std::atomic<bool> client_gone{false};
    bool stream_first = false;

    Task<> operator()(ServerExchange& exchange) {
        co_await exchange.read_body(1000);
        if (stream_first) {
            Response head;
            co_await exchange.begin_stream(head, "first");
            exchange.release_body();
        }
        ++begun;
        const WaitResult waited = co_await exchange.loop().sleep_for(std::chrono::seconds(20), &exchange.stop());
        client_gone = exchange.stop().reason() == StopReason::client_gone;
        if (waited == WaitResult::stopped) ++stopped;
    }
};

TEST(Server, stops_the_exchange_when_the_client_leaves_before_the_answer_or_within_it) {
    for (const bool stream_first : {false, true}) {
        for (const bool reset : {false, true}) {
            Waiting waiting;
            waiting.stream_first = stream_first;
            ServerUnderTest under([&](ServerExchange& exchange) { return waiting(exchange); });
            BlockingPeer peer = under.connect();
            peer.send(post("question"));
            ASSERT_TRUE(eventually([&] { return waiting.begun == 1; }));
            reset ? peer.reset() : peer.close();
            EXPECT_TRUE(eventually([&] { return waiting.stopped == 1; })) << stream_first << reset;
            EXPECT_TRUE(waiting.client_gone);
            EXPECT_TRUE(eventually([&] { return under.connections() == 0; }));
        }
    }
}

TEST(Server, takes_a_half_closed_client_for_one_that_left) {
    Waiting waiting;
    ServerUnderTest under([&](ServerExchange& exchange) { return waiting(exchange); });
    BlockingPeer peer = under.connect();
    peer.send(get);
    ASSERT_TRUE(eventually([&] { return waiting.begun == 1; }));
    peer.shut_down_writing();
    EXPECT_TRUE(eventually([&] { return waiting.stopped == 1; }));
}

TEST(Server, keeps_what_a_client_pipelines_up_to_the_limit_and_cuts_one_that_sends_more) {
    Limits limits;
    Waiting waiting;
    ServerUnderTest under([&](ServerExchange& exchange) { return waiting(exchange); }, limits);
    BlockingPeer polite = under.connect();
    polite.send(get);
    ASSERT_TRUE(eventually([&] { return waiting.begun == 1; }));
    polite.send(std::string(limits.pipelined_bytes_max, 'x'));
    BlockingPeer greedy = under.connect();
    greedy.send(get);
    ASSERT_TRUE(eventually([&] { return waiting.begun == 2; }));
    greedy.send(std::string(limits.pipelined_bytes_max + 1, 'x'));
    EXPECT_TRUE(greedy.at_end());
    EXPECT_EQ(waiting.stopped, 1);
}

TEST(Server, streams_in_chunks_and_ends_the_body_properly) {
    ServerUnderTest under([](ServerExchange& exchange) -> Task<> {
        Response head;
        head.content_type = "text/plain";
        co_await exchange.begin_stream(head, "one");
        exchange.release_body();
        co_await exchange.write("two");
        co_await exchange.write("");
        co_await exchange.end_stream("three");
    });
    BlockingPeer peer = under.connect();
    peer.send(std::string(get) + std::string(get));
    for (int round = 0; round < 2; ++round) {
        EXPECT_NE(peer.receive_through("\r\n\r\n").find("transfer-encoding: chunked"), std::string::npos);
        EXPECT_EQ(peer.receive_through("0\r\n\r\n"), "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
    }
    BlockingPeer old = under.connect();
    old.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.receive_to_end().ends_with("\r\n\r\nonetwothree"));
}

TEST(Server, lets_a_slow_reader_set_the_pace_and_cuts_one_that_stops_reading) {
    Limits limits;
    limits.write_timeout = milliseconds(100);
    std::atomic<std::size_t> written{0};
    std::atomic<bool> cut{false};
    ServerUnderTest under(
        [&](ServerExchange& exchange) -> Task<> {
            Response head;
            co_await exchange.begin_stream(head, "");
            const std::string piece(64 * 1024, 'z');
            for (int count = 0; count < 10'000; ++count) {
                const bool sent = co_await exchange.write(piece);
                if (!sent) break;
                written += piece.size();
            }
            cut = true;
        },
        limits);
    BlockingPeer peer = under.connect();
    peer.send(get);
    EXPECT_TRUE(eventually([&] { return cut.load(); }));
    EXPECT_LT(written, 100u * 1024 * 1024) << "the server buffered what nobody read";
}

TEST(Server, cuts_a_client_that_reads_on_and_on_at_the_deadline_of_its_answer) {
    std::atomic<bool> cut{false};
    ServerUnderTest under([&](ServerExchange& exchange) -> Task<> {
        exchange.answer_by(Deadline::after(exchange.loop().now(), milliseconds(100)));
        Response head;
        bool sent = co_await exchange.begin_stream(head, "");
        const std::string piece(64 * 1024, 'z');
        while (sent) sent = co_await exchange.write(piece);
        cut = true;
    });
    BlockingPeer peer = under.connect();
    peer.send(get);
    const TimePoint give_up = Clock::now() + std::chrono::seconds(10);
    char some[1024];
    while (!cut && Clock::now() < give_up) ::recv(peer.descriptor(), some, sizeof some, 0);
    EXPECT_TRUE(cut);
}

TEST(Server, answers_500_when_a_handler_throws_and_goes_on) {
    ServerUnderTest under([](ServerExchange& exchange) -> Task<> {
        if (exchange.head().target.path == "/a") throw std::runtime_error("mistake");
        Response response;
        co_await exchange.respond(std::move(response));
    });
    BlockingPeer peer = under.connect();
    peer.send(get);
    EXPECT_TRUE(has_status(peer.receive_to_end(), 500));
    BlockingPeer next = under.connect();
    next.send("GET /fine HTTP/1.1\r\nhost: h\r\n\r\n");
    EXPECT_TRUE(has_status(next.receive_response(), 200));
}

TEST(Server, tells_idle_connections_to_close_while_it_accepts_and_closes_them_when_it_stops) {
    ServerUnderTest under(echo);
    BlockingPeer told = under.connect();
    BlockingPeer idle = under.connect();
    BlockingPeer unused = under.connect();
    for (BlockingPeer* peer : {&told, &idle}) {
        peer->send(get);
        EXPECT_TRUE(has_status(peer->receive_response(), 200));
    }
    ASSERT_TRUE(eventually([&] { return under.connections() == 3; }));
    under.thread.run([&] { under.server->close_after_answers(); });
    told.send(get);
    EXPECT_NE(told.receive_to_end().find("connection: close"), std::string::npos);
    EXPECT_GE(under.connections(), 2u);
    under.thread.run([&] { under.server->stop_accepting(); });
    EXPECT_TRUE(idle.at_end());
    EXPECT_TRUE(unused.at_end());
}

TEST(Server, drains_busy_connections_after_their_answer) {
    ServerUnderTest under(echo);
    BlockingPeer busy = under.connect();
    busy.send("POST /b HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nab");
    ASSERT_TRUE(eventually([&] { return under.connections() == 1; }));
    under.thread.run([&] { under.server->close_after_answers(); });
    BlockingPeer late = under.connect();  // still accepted, and told to go
    late.send(get);
    EXPECT_NE(late.receive_to_end().find("connection: close"), std::string::npos);
    under.thread.run([&] { under.server->stop_accepting(); });
    busy.send("cd");
    const std::string answer = busy.receive_to_end();
    EXPECT_TRUE(answer.ends_with("POST /b abcd"));
    EXPECT_NE(answer.find("connection: close"), std::string::npos);
}

TEST(ListenAddress, reads_hosts_and_ports_and_nothing_else) {
    EXPECT_EQ(parse_listen_address("127.0.0.1:8080")->port, 8080);
    EXPECT_EQ(parse_listen_address("[::1]:0")->host, "::1");
    EXPECT_EQ(parse_listen_address("[::1]:9")->text(), "[::1]:9");
    for (const char* bad : {"", "8080", ":8080", "host:", "host:x", "host:65536", "::1:80", "host:-1", "host:80 "})
        EXPECT_FALSE(parse_listen_address(bad).has_value()) << bad;
}

TEST(ListeningSocket, says_when_somebody_else_listens_there) {
    const auto first = ListeningSocket::open({"127.0.0.1", 0});
    ASSERT_TRUE(first.has_value());
    const auto taken = ListeningSocket::probe(first->address());
    ASSERT_TRUE(taken.has_value());
    EXPECT_NE(taken->message.find(first->address().text()), std::string::npos);
}

}  // namespace
}  // namespace parley::http
