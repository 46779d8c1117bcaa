// What one client can do to a Server, and so to everybody else on its thread: never stop sending, send too much, or send
// always just in time.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "server_under_test.hpp"

namespace parley::http {
namespace {

using std::chrono::milliseconds;
using testing::BlockingPeer;
using testing::eventually;
using testing::get;
using testing::has_status;
using testing::ServerUnderTest;

Task<> take_body(ServerExchange& exchange) {
    constexpr std::size_t bytes_max = 1 << 30;
    const BodyStatus status = co_await exchange.read_body(bytes_max);
    Response response;
    if (status == BodyStatus::too_slow) response.status = 408;
    if (status == BodyStatus::gone) co_return;
    co_await exchange.respond(std::move(response));
}

// Sends `beginning` and then byte after byte, so that there is always one to read. True when the server cut it.
bool is_cut(const ServerUnderTest& under, std::string_view beginning) {
    BlockingPeer peer = under.connect();
    peer.send(beginning);
    const TimePoint give_up = Clock::now() + std::chrono::seconds(10);
    while (peer.send("a")) {
        if (Clock::now() > give_up) return false;
    }
    return true;
}

TEST(ServerUnderPressure, cuts_a_head_that_is_late_although_its_bytes_never_cease) {
    Limits limits;
    limits.head_bytes_max = 1 << 30;
    limits.head_timeout = milliseconds(60);
    ServerUnderTest under(take_body, limits);
    EXPECT_TRUE(is_cut(under, "GET /a HTTP/1.1\r\nx: "));
}

TEST(ServerUnderPressure, cuts_a_body_that_is_late_although_its_bytes_never_cease) {
    Limits limits;
    limits.body_bytes_max = 1 << 30;
    limits.body_grace = milliseconds(60);
    limits.body_bytes_per_second_min = 1 << 30;
    ServerUnderTest under(take_body, limits);
    EXPECT_TRUE(is_cut(under, "POST /b HTTP/1.1\r\nhost: h\r\ncontent-length: 1000000000\r\n\r\n"));
}

TEST(ServerUnderPressure, lets_a_body_take_its_time_where_no_rate_is_asked_for_but_not_fall_silent) {
    Limits limits;
    limits.body_bytes_per_second_min = 0;
    limits.body_grace = milliseconds(1);
    limits.idle_timeout = milliseconds(100);
    ServerUnderTest under(take_body, limits);
    BlockingPeer peer = under.connect();
    peer.send("POST /b HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
    EXPECT_EQ(peer.receive_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("a");
    peer.send("b");
    EXPECT_TRUE(has_status(peer.receive_response(), 200));
    peer.send("POST /b HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\na");
    EXPECT_TRUE(has_status(peer.receive_to_end(), 408));
}

// The thread had no time to look; the caller was in time.
TEST(ServerUnderPressure, answers_a_request_that_came_before_the_end_of_the_idle_time_and_was_not_read) {
    Limits limits;
    limits.idle_timeout = milliseconds(400);
    ServerUnderTest under(take_body, limits);
    BlockingPeer used = under.connect();
    used.send(get);
    EXPECT_TRUE(has_status(used.receive_response(), 200));
    std::promise<void> busy;
    under.thread.loop().post([&] {
        busy.set_value();
        for (const TimePoint end = Clock::now() + 2 * limits.idle_timeout; Clock::now() < end;) {
        }
    });
    busy.get_future().get();
    used.send(get);
    EXPECT_TRUE(has_status(used.receive_response(), 200));
}

TEST(ServerUnderPressure, answers_others_while_one_client_pipelines_without_end) {
    constexpr int flood = 100'000;
    std::atomic<int> answered{0};
    int answered_before_the_other = flood;
    ServerUnderTest under([&](ServerExchange& exchange) -> Task<> {
        if (exchange.head().target.path == "/other") answered_before_the_other = answered;
        ++answered;
        Response response;
        co_await exchange.respond(std::move(response));
    });
    BlockingPeer greedy = under.connect();
    std::thread sending([&] {
        std::string requests;
        for (int count = 0; count < flood; ++count) requests += get;
        greedy.send(requests);
        greedy.shut_down_writing();
    });
    std::thread reading([&] { greedy.receive_to_end(); });
    ASSERT_TRUE(eventually([&] { return answered > 0; }));
    BlockingPeer other = under.connect();
    other.send("GET /other HTTP/1.1\r\nhost: h\r\n\r\n");
    EXPECT_TRUE(has_status(other.receive_response(), 200));
    sending.join();
    reading.join();
    EXPECT_LT(answered_before_the_other, flood / 2);
}

TEST(ServerUnderPressure, counts_what_earlier_exchanges_left_of_a_pipelining_client) {
    ServerUnderTest under([](ServerExchange& exchange) -> Task<> {
        co_await exchange.loop().sleep_for(milliseconds(5), &exchange.stop());
        Response response;
        co_await exchange.respond(std::move(response));
    });
    BlockingPeer peer = under.connect();
    std::string nearly_too_much;  // below the limit each time
    while (nearly_too_much.size() < Limits().pipelined_bytes_max * 9 / 10) nearly_too_much += get;
    bool served = true;
    for (int round = 0; round < 50 && served; ++round) {
        served = peer.send(nearly_too_much) && has_status(peer.receive_response(), 200);
    }
    EXPECT_FALSE(served) << "the server kept " << 50 * nearly_too_much.size() << " bytes of one client";
}

}  // namespace
}  // namespace parley::http
