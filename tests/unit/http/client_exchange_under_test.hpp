// client_exchange_under_test.hpp: a ClientExchange on a loop of its own, against an upstream that the test plays itself, on a
// listening socket of its own.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "blocking_peer.hpp"
#include "http/client_exchange.hpp"
#include "http/server.hpp"
#include "loop_thread.hpp"

namespace parley::http::testing {

using std::chrono::milliseconds;

class Upstream {
  public:
    Upstream() : socket_(std::move(*ListeningSocket::open({"127.0.0.1", 0}))), origin{false, "127.0.0.1", socket_.address().port} {
        descriptor_ = socket_.release();
        ::fcntl(descriptor_, F_SETFL, 0);  // accept() below waits, as long as a BlockingPeer does
        const timeval patience{10, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Upstream() { ::close(descriptor_); }
    BlockingPeer accept() { return BlockingPeer(::accept(descriptor_, nullptr, nullptr)); }

  private:
    ListeningSocket socket_;
    int descriptor_;

  public:
    const Origin origin;
};

// What one exchange came to.
struct Told {
    std::optional<Error> error;
    int status = 0;
    std::string body;
};

class ClientExchangeTest : public ::testing::Test {
  protected:
    ClientExchangeTest() { renew_pool({}); }
    ~ClientExchangeTest() override {
        thread.run([this] { pool.reset(); });
    }

    // Asks on the loop's thread; the returned future is ready when the exchange is over.
    std::future<Told> ask(const Origin& origin, milliseconds patience = milliseconds(5000), StopSignal* stop = nullptr) {
        auto promise = std::make_shared<std::promise<Told>>();
        thread.loop().post([this, origin, patience, stop, promise] { spawn(exchange(origin, patience, stop, promise)); });
        return promise->get_future();
    }
    // The same for a test that is on the loop's thread already.
    std::future<Told> ask_at_once(const Origin& origin) {
        auto promise = std::make_shared<std::promise<Told>>();
        spawn(exchange(origin, milliseconds(5000), nullptr, promise));
        return promise->get_future();
    }
    // Nothing may be under way.
    void renew_pool(ConnectionPool::Options options) {
        thread.run([&] { pool.emplace(thread.loop(), resolver, options); });
    }
    std::size_t idle() {
        std::size_t count = 0;
        thread.run([&] { count = pool->idle(); });
        return count;
    }

    Limits limits;
    Resolver resolver;
    LoopThread thread;
    std::optional<ConnectionPool> pool;
    std::string request_body = "body";
    std::string small_body = "body";
    std::size_t answer_bytes_max = 1000;

  private:
    Task<> exchange(Origin origin, milliseconds patience, StopSignal* stop, std::shared_ptr<std::promise<Told>> promise) {
        Told told;
        {
            auto lent = std::make_unique<Limits>(limits);
            ClientExchange asked(*pool, *lent, stop);
            const Deadline deadline = Deadline::after(thread.loop().now(), patience);
            const std::string head = "POST /v1 HTTP/1.1\r\nhost: up\r\ncontent-length: " + std::to_string(request_body.size()) + "\r\n\r\n";
            const std::array<std::string_view, 2> pieces{head, request_body};
            const ClientExchange::Deadlines deadlines{patience, deadline};
            const Result<void> answered = co_await asked.request(origin, pieces, deadlines);
            lent.reset();  // as a reload may drop them
            if (!answered) {
                told.error = answered.error();
            } else {
                told.status = asked.head().status;
                const Result<std::string_view> body = co_await asked.read_all(answer_bytes_max, deadline);
                if (body) told.body = *body;
                if (!body) told.error = body.error();
            }
        }
        promise->set_value(std::move(told));
    }
};

inline constexpr std::string_view answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

}  // namespace parley::http::testing
