// The lookup is handed in, so a name has whatever addresses the test says, as soon as the test says so.
#include "http/resolver.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "http/connector.hpp"
#include "http/server.hpp"
#include "loop_thread.hpp"

namespace parley::http {
namespace {

using std::chrono::milliseconds;
using testing::LoopThread;

Addresses one_address(const std::string& text) { return {*parse_address(text, 0)}; }

class Asking {
  public:
    explicit Asking(Resolver& resolver) : resolver_(resolver) {}
    std::future<Result<Addresses>> ask(const std::string& host, milliseconds patience = milliseconds(5000)) {
        auto promise = std::make_shared<std::promise<Result<Addresses>>>();
        thread_.loop().post([this, host, patience, promise] { spawn(resolve(host, patience, promise)); });
        return promise->get_future();
    }

  private:
    Task<> resolve(std::string host, milliseconds patience, std::shared_ptr<std::promise<Result<Addresses>>> promise) {
        const Deadline deadline = Deadline::after(thread_.loop().now(), patience);
        promise->set_value(co_await resolver_.resolve(thread_.loop(), host, 443, deadline, nullptr));
    }
    Resolver& resolver_;
    LoopThread thread_;
};

TEST(Resolver, answers_addresses_in_digits_without_asking) {
    std::atomic<int> asked{0};
    Resolver resolver([&](const std::string&) {
        ++asked;
        return Addresses();
    });
    Asking asking(resolver);
    EXPECT_EQ(asking.ask("127.0.0.1").get()->size(), 1u);
    EXPECT_TRUE(asking.ask("::1").get()->front().is_v6());
    EXPECT_EQ(asked, 0);
}

TEST(Resolver, asks_once_for_many_who_wait_and_remembers_the_answer) {
    std::promise<void> go;
    std::shared_future<void> gate = go.get_future().share();
    std::atomic<int> asked{0};
    Resolver resolver([&](const std::string&) {
        ++asked;
        gate.wait();
        return one_address("10.0.0.1");
    });
    Asking asking(resolver);
    std::vector<std::future<Result<Addresses>>> waiting;
    for (int count = 0; count < 20; ++count) waiting.push_back(asking.ask("example.test"));
    go.set_value();
    for (auto& each : waiting) {
        const Result<Addresses> answer = each.get();
        ASSERT_TRUE(answer.has_value());
        EXPECT_EQ(ntohs(reinterpret_cast<const sockaddr_in&>(answer->front().storage).sin_port), 443);
    }
    EXPECT_TRUE(asking.ask("example.test").get().has_value());
    EXPECT_EQ(asked, 1);
}

TEST(Resolver, serves_the_old_answer_while_a_new_one_cannot_be_had) {
    Resolver::Options options;
    options.refresh = Duration(0);  // every answer is old at once
    std::atomic<int> asked{0};
    Resolver resolver([&](const std::string&) { return ++asked == 1 ? one_address("10.0.0.1") : Addresses(); }, options);
    Asking asking(resolver);
    for (int round = 0; round < 5; ++round) EXPECT_TRUE(asking.ask("example.test").get().has_value());
    EXPECT_GE(asked, 2);
}

TEST(Resolver, stops_serving_an_answer_that_is_too_old) {
    Resolver::Options options;
    options.refresh = Duration(0);
    options.stale = Duration(0);
    std::atomic<int> asked{0};
    Resolver resolver([&](const std::string&) { return ++asked == 1 ? one_address("10.0.0.1") : Addresses(); }, options);
    Asking asking(resolver);
    EXPECT_TRUE(asking.ask("example.test").get().has_value());
    EXPECT_EQ(asking.ask("example.test").get().error().kind, ErrorKind::upstream_unavailable);
}

TEST(Resolver, gives_up_at_the_deadline_while_the_system_is_still_asking) {
    std::promise<void> go;
    std::shared_future<void> gate = go.get_future().share();
    Resolver resolver([&](const std::string&) {
        gate.wait();
        return one_address("10.0.0.1");
    });
    Asking asking(resolver);
    EXPECT_EQ(asking.ask("slow.test", milliseconds(40)).get().error().kind, ErrorKind::upstream_timeout);
    go.set_value();
}

TEST(Resolver, forgets_who_gave_up_before_their_loop_is_gone) {
    std::promise<void> go;
    std::shared_future<void> gate = go.get_future().share();
    Resolver resolver([&](const std::string&) {
        gate.wait();
        return one_address("10.0.0.1");
    });
    {
        Asking asking(resolver);
        EXPECT_EQ(asking.ask("slow.test", milliseconds(40)).get().error().kind, ErrorKind::upstream_timeout);
    }
    go.set_value();  // the answer comes when nobody is left to hear it
}

TEST(Resolver, keeps_no_more_addresses_of_one_name_than_its_limit) {
    Resolver::Options options;
    options.addresses_max = 3;
    Resolver resolver([&](const std::string&) { return Addresses(1000, *parse_address("10.0.0.1", 0)); }, options);
    Asking asking(resolver);
    EXPECT_EQ(asking.ask("many.test").get()->size(), 3u);
}

TEST(SocketAddress, reads_only_the_canonical_forms) {
    EXPECT_TRUE(parse_address("192.0.2.1", 80));
    EXPECT_TRUE(parse_address("2001:db8::1", 80));
    for (const char* text : {"127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "", "1.2.3.4.5", "[::1]"})
        EXPECT_FALSE(parse_address(text, 80)) << text;
}

TEST(SocketAddress, takes_turns_between_families_beginning_with_ipv6) {
    const Addresses given{*parse_address("10.0.0.1", 1), *parse_address("10.0.0.2", 1), *parse_address("10.0.0.3", 1),
                          *parse_address("::1", 1)};
    std::string order;
    for (const SocketAddress& each : interleave_families(given)) order += each.is_v6() ? '6' : '4';
    EXPECT_EQ(order, "6444");
}

TEST(ConnectAny, goes_on_to_the_next_address_when_one_refuses) {
    auto listening = ListeningSocket::open({"127.0.0.1", 0});
    const std::uint16_t port = listening->address().port;
    LoopThread thread;
    bool connected = false;
    thread.run_task([&]() -> Task<> {
        std::vector<SocketAddress> addresses{*parse_address("::1", port), *parse_address("127.0.0.2", 1),
                                             *parse_address("127.0.0.1", port)};
        const Deadline deadline = Deadline::after(thread.loop().now(), std::chrono::seconds(5));
        auto socket = co_await connect_any(thread.loop(), std::move(addresses), deadline, nullptr);
        connected = socket.has_value();
    });
    EXPECT_TRUE(connected);
}

}  // namespace
}  // namespace parley::http
