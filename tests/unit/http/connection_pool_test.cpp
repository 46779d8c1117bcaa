// Which connections the pool keeps, and for how long.
#include "http/connection_pool.hpp"

#include <algorithm>

#include "client_exchange_under_test.hpp"
#include "no_descriptors.hpp"
#include "server_under_test.hpp"

namespace parley::http {
namespace {

using testing::answer;
using testing::BlockingPeer;
using testing::eventually;
using testing::milliseconds;
using testing::NoDescriptors;
using testing::Upstream;

class ConnectionPoolTest : public testing::ClientExchangeTest {};

TEST_F(ConnectionPoolTest, keeps_no_connection_to_an_origin_that_is_not_wanted_any_more) {
    Upstream wanted;
    Upstream gone;
    const auto answered = [this](Upstream& upstream) {
        auto asked = ask(upstream.origin);
        BlockingPeer peer = upstream.accept();
        peer.receive_through("body");
        peer.send(answer);
        EXPECT_EQ(asked.get().body, "ok");
        return peer;
    };
    BlockingPeer kept = answered(wanted);
    BlockingPeer idle_one = answered(gone);
    auto running = ask(gone.origin);  // on the idle connection
    idle_one.receive_through("body");
    thread.run([&] { pool->keep_only({wanted.origin}); });
    EXPECT_EQ(idle(), 1u);
    idle_one.send(answer);
    EXPECT_EQ(running.get().body, "ok");  // what runs is not cut
    EXPECT_EQ(idle_one.receive_to_end(), "");
    EXPECT_EQ(idle(), 1u);
}

TEST_F(ConnectionPoolTest, closes_idle_connections_to_an_origin_that_is_not_wanted_any_more) {
    Upstream gone;
    auto first = ask(gone.origin);
    BlockingPeer peer = gone.accept();
    peer.receive_through("body");
    peer.send(answer);
    first.get();
    thread.run([&] { pool->keep_only({}); });
    EXPECT_EQ(idle(), 0u);
    EXPECT_EQ(peer.receive_to_end(), "");
}

TEST_F(ConnectionPoolTest, forgets_an_idle_connection_when_its_peer_closes_it_or_speaks_unasked) {
    for (const bool speaks : {false, true}) {
        Upstream upstream;
        auto first = ask(upstream.origin);
        BlockingPeer peer = upstream.accept();
        peer.receive_through("body");
        peer.send(answer);
        first.get();
        ASSERT_EQ(idle(), 1u);
        speaks ? static_cast<void>(peer.send("HTTP/1.1 200 OK\r\n\r\n")) : peer.close();
        const TimePoint give_up = Clock::now() + std::chrono::seconds(10);
        while (idle() > 0 && Clock::now() < give_up) std::this_thread::yield();
        EXPECT_EQ(idle(), 0u);
    }
}

TEST_F(ConnectionPoolTest, blames_no_provider_when_there_is_no_descriptor_left_to_call_it_with) {
    Upstream upstream;
    std::optional<Error> error;
    {
        const NoDescriptors none;
        error = ask(upstream.origin).get().error;
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(error->kind, ErrorKind::exhausted);
    EXPECT_EQ(error->source, ErrorSource::gateway);
    EXPECT_EQ(error->retry_after, std::chrono::seconds(1));
    auto next = ask(upstream.origin);
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    peer.send(answer);
    EXPECT_EQ(next.get().body, "ok");
}

TEST(ConnectionAge, is_spread_over_the_last_quarter_of_what_is_allowed) {
    constexpr Duration age_max = std::chrono::minutes(5);
    Random random(1);
    Duration least = age_max;
    Duration most = Duration::zero();
    for (int count = 0; count < 1000; ++count) {
        const Duration age = spread_age(age_max, random);
        least = std::min(least, age);
        most = std::max(most, age);
    }
    EXPECT_GE(least, age_max * 3 / 4);
    EXPECT_LT(least, age_max * 77 / 100);
    EXPECT_LE(most, age_max);
    EXPECT_GT(most, age_max * 98 / 100);
    EXPECT_EQ(spread_age(Duration::zero(), random), Duration::zero());
}

TEST_F(ConnectionPoolTest, closes_a_busy_connection_that_has_reached_its_age_when_it_comes_back_and_not_before) {
    renew_pool({.age_max = milliseconds(20)});
    Upstream upstream;
    auto asked = ask(upstream.origin);
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    const TimePoint old = Clock::now() + milliseconds(20);
    ASSERT_TRUE(eventually([&] { return Clock::now() > old; }));
    peer.send(answer);
    EXPECT_EQ(asked.get().body, "ok");
    EXPECT_EQ(idle(), 0u);
    EXPECT_TRUE(peer.at_end());
    auto next = ask(upstream.origin);
    BlockingPeer fresh = upstream.accept();
    fresh.receive_through("body");
    fresh.send(answer);
    EXPECT_EQ(next.get().body, "ok");
}

TEST_F(ConnectionPoolTest, closes_an_idle_connection_at_its_age_although_it_might_idle_longer) {
    renew_pool({.idle_timeout = std::chrono::hours(1), .age_max = milliseconds(500)});
    Upstream upstream;
    auto asked = ask(upstream.origin);
    BlockingPeer peer = upstream.accept();
    peer.receive_through("body");
    peer.send(answer);
    EXPECT_EQ(asked.get().body, "ok");
    EXPECT_TRUE(peer.at_end());
    EXPECT_EQ(idle(), 0u);
}

}  // namespace
}  // namespace parley::http
