// What a running Server takes from a new configuration, and what its open connections keep.
#include <gtest/gtest.h>

#include <optional>

#include "blocking_peer.hpp"
#include "http/server.hpp"
#include "http/tls.hpp"
#include "loop_thread.hpp"

namespace parley::http {
namespace {

using testing::BlockingPeer;
using testing::LoopThread;

Task<> answer(ServerExchange& exchange) {
    Response response;
    response.body = "fine";
    co_await exchange.respond(std::move(response));
}

TEST(ServerRenewal, gives_new_limits_to_new_connections_only) {
    auto socket = ListeningSocket::open({"127.0.0.1", 0});
    const std::uint16_t port = socket->address().port;
    LoopThread thread;
    std::optional<Server> server;
    Server::Options options;
    options.limits.head_bytes_max = 1024;
    thread.run([&] { server.emplace(thread.loop(), std::move(*socket), answer, options); });

    BlockingPeer old = BlockingPeer::connect(port);
    old.send("GET /a HTTP/1.1\r\nhost: h\r\n\r\n");
    EXPECT_TRUE(old.receive_response().starts_with("HTTP/1.1 200"));
    thread.run([&] { server->renew(Limits(), nullptr); });

    const std::string long_head = "GET /a HTTP/1.1\r\nhost: h\r\nx: " + std::string(2000, 'x') + "\r\n\r\n";
    BlockingPeer fresh = BlockingPeer::connect(port);
    fresh.send(long_head);
    EXPECT_TRUE(fresh.receive_response().starts_with("HTTP/1.1 200"));
    old.send(long_head);
    EXPECT_TRUE(old.receive_to_end().starts_with("HTTP/1.1 431"));
    thread.run([&] { server.reset(); });
}

}  // namespace
}  // namespace parley::http
