// Long bodies of known length, which a Server reads to where they stay: in any pieces, and with whatever follows them.
#include <gtest/gtest.h>

#include <atomic>

#include "server_under_test.hpp"

namespace parley::http {
namespace {

using testing::BlockingPeer;
using testing::get;
using testing::has_status;
using testing::post;
using testing::ServerUnderTest;

// Gives back what was sent.
Task<> mirror(ServerExchange& exchange) {
    constexpr std::size_t bytes_max = 1 << 20;
    const BodyStatus status = co_await exchange.read_body(bytes_max);
    if (status != BodyStatus::complete) co_return;
    Response response;
    response.body = exchange.head().method == Method::post ? exchange.body() : std::string_view("no body");
    co_await exchange.respond(std::move(response));
}

// No two neighbours alike, so that a byte in the wrong place shows.
std::string text_of(std::size_t bytes) {
    std::string text;
    for (std::size_t at = 0; at < bytes; ++at) text += static_cast<char>('a' + at % 23);
    return text;
}

std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }

TEST(ServerBody, comes_whole_whatever_its_length) {
    ServerUnderTest under(mirror);
    BlockingPeer peer = under.connect();
    for (const std::size_t bytes : {1, 15 * 1024, 16 * 1024, 17 * 1024, 64 * 1024, 256 * 1024, 256 * 1024 + 1, 600 * 1024}) {
        const std::string body = text_of(bytes);
        peer.send(post(body));
        EXPECT_TRUE(body_of(peer.receive_response()) == body) << bytes << " bytes";
    }
}

TEST(ServerBody, comes_whole_in_pieces) {
    ServerUnderTest under(mirror);
    for (const std::size_t piece : {1'000, 16'384, 65'536}) {
        const std::string body = text_of(100'000);
        const std::string request = post(body);
        BlockingPeer peer = under.connect();
        for (std::size_t at = 0; at < request.size(); at += piece) peer.send(std::string_view(request).substr(at, piece));
        EXPECT_TRUE(body_of(peer.receive_response()) == body) << "pieces of " << piece;
    }
}

TEST(ServerBody, leaves_the_requests_behind_it_whole) {
    ServerUnderTest under(mirror);
    BlockingPeer peer = under.connect();
    const std::string body = text_of(40'000);
    peer.send(post(body) + std::string(get) + post("short") + std::string(get));
    EXPECT_TRUE(body_of(peer.receive_response()) == body);
    EXPECT_EQ(body_of(peer.receive_response()), "no body");
    EXPECT_EQ(body_of(peer.receive_response()), "short");
    EXPECT_EQ(body_of(peer.receive_response()), "no body");
}

TEST(ServerBody, that_breaks_off_is_no_body) {
    ServerUnderTest under(mirror);
    BlockingPeer peer = under.connect();
    const std::string request = post(text_of(40'000));
    peer.send(std::string_view(request).substr(0, request.size() - 1));
    peer.shut_down_writing();
    EXPECT_EQ(peer.receive_to_end(), "");
}

TEST(ServerBody, that_nobody_read_is_passed_over_where_the_kernel_holds_all_of_it) {
    std::atomic<bool> has_come = false;
    ServerUnderTest under([&](ServerExchange& exchange) -> Task<> {
        has_come.wait(false);
        Response response;
        response.status = 503;
        co_await exchange.respond(std::move(response));
    });
    BlockingPeer peer = under.connect();
    const std::string body(30'000, 'x');  // a window's worth: one send and it is there
    for (const std::string& behind : {std::string(), std::string(get)}) {
        has_come = false;
        peer.send(post(body) + behind);
        has_come = true;
        has_come.notify_one();
        for (int answers = behind.empty() ? 1 : 2; answers > 0; --answers) {
            const std::string answer = peer.receive_response();
            EXPECT_TRUE(has_status(answer, 503)) << answer;
            EXPECT_EQ(answer.find("connection: close"), std::string::npos) << answer;
        }
    }
    BlockingPeer slow = under.connect();
    slow.send(post(body).substr(0, 20'000));
    EXPECT_NE(slow.receive_to_end().find("connection: close"), std::string::npos) << "nobody waits for the rest";
}

}  // namespace
}  // namespace parley::http
