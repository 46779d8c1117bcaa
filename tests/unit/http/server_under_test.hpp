// server_under_test.hpp: a Server on a loop of its own, what a test asks it, and how a test waits for what it did.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "blocking_peer.hpp"
#include "http/server.hpp"
#include "loop_thread.hpp"

namespace parley::http::testing {

class ServerUnderTest {
  public:
    explicit ServerUnderTest(Handler handler, Limits limits = {}) : ServerUnderTest(std::move(handler), nullptr, limits) {}
    /// On a loop that others use as well.
    ServerUnderTest(Handler handler, LoopThread& on) : ServerUnderTest(std::move(handler), &on, {}) {}
    /// Counting its connections together with others.
    ServerUnderTest(Handler handler, Limits limits, ConnectionCount& count)
        : ServerUnderTest(std::move(handler), nullptr, limits, &count) {}
    ~ServerUnderTest() {
        thread.run([&] { server.reset(); });
    }
    BlockingPeer connect() const { return BlockingPeer::connect(port); }
    std::size_t connections() {
        std::size_t count = 0;
        thread.run([&] { count = server->connections(); });
        return count;
    }

  private:
    ServerUnderTest(Handler handler, LoopThread* on, Limits limits, ConnectionCount* count = nullptr)
        : own_thread_(on ? nullptr : std::make_unique<LoopThread>()), thread(on ? *on : *own_thread_) {
        auto socket = ListeningSocket::open({"127.0.0.1", 0});
        port = socket->address().port;
        Server::Options options;
        options.limits = limits;
        options.connections = count;
        options.answer_refusal = [](int status, std::string_view reason) {
            Response response;
            response.status = status;
            response.body = reason;
            return response;
        };
        thread.run([&] { server.emplace(thread.loop(), std::move(*socket), handler, options); });
    }
    std::unique_ptr<LoopThread> own_thread_;

  public:
    std::uint16_t port = 0;
    LoopThread& thread;
    std::optional<Server> server;
};

inline constexpr std::string_view get = "GET /a HTTP/1.1\r\nhost: h\r\n\r\n";
inline std::string post(std::string_view body, std::string_view fields = "") {
    return "POST /b HTTP/1.1\r\nhost: h\r\n" + std::string(fields) + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}
inline bool has_status(const std::string& response, int status) { return response.starts_with("HTTP/1.1 " + std::to_string(status)); }

template <class Condition>
bool eventually(Condition condition) {
    const TimePoint give_up = Clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (Clock::now() > give_up) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace parley::http::testing
