// Who gets in when the process has all the connections that it may have, and who goes.
#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include "no_descriptors.hpp"
#include "server_under_test.hpp"

namespace parley::http {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::BlockingPeer;
using testing::eventually;
using testing::get;
using testing::has_status;
using testing::NoDescriptors;
using testing::ServerUnderTest;

constexpr std::string_view get_busy = "GET /busy HTTP/1.1\r\nhost: h\r\n\r\n";

Limits at_most(std::size_t connections, milliseconds idle_grace = milliseconds(0)) {
    Limits limits;
    limits.connections_max = connections;
    limits.idle_grace = idle_grace;
    return limits;
}

Task<> answer(ServerExchange& exchange) {
    Response response;
    co_await exchange.respond(std::move(response));
}

bool is_answered(BlockingPeer& peer) { return peer.send(get) && has_status(peer.receive_response(), 200); }

TEST(ServerRoom, is_made_by_the_connection_that_has_been_idle_longest) {
    ConnectionCount count;
    ServerUnderTest under(answer, at_most(3), count);
    BlockingPeer first = under.connect();
    BlockingPeer second = under.connect();
    BlockingPeer third = under.connect();
    for (BlockingPeer* const peer : {&second, &first, &third, &first}) EXPECT_TRUE(is_answered(*peer));
    BlockingPeer late = under.connect();
    EXPECT_TRUE(is_answered(late));
    EXPECT_TRUE(second.at_end());
    EXPECT_TRUE(is_answered(first));
    EXPECT_TRUE(is_answered(third));
    EXPECT_EQ(count.open, 3u);
}

TEST(ServerRoom, is_made_by_connections_that_never_brought_a_byte_too) {
    ConnectionCount count;
    ServerUnderTest under(answer, at_most(2), count);
    BlockingPeer silent = under.connect();
    ASSERT_TRUE(eventually([&] { return count.open == 1; }));
    BlockingPeer other = under.connect();
    EXPECT_TRUE(is_answered(other));
    BlockingPeer late = under.connect();
    EXPECT_TRUE(is_answered(late));
    EXPECT_TRUE(silent.at_end());
    EXPECT_TRUE(is_answered(other));
}

TEST(ServerRoom, is_not_made_as_long_as_nobody_waits_for_it) {
    ConnectionCount count;
    ServerUnderTest under(answer, at_most(2), count);
    BlockingPeer first = under.connect();
    BlockingPeer second = under.connect();
    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(is_answered(first));
        EXPECT_TRUE(is_answered(second));
    }
}

TEST(ServerRoom, is_not_made_by_who_is_being_answered_nor_by_who_began_to_wait_just_now) {
    ConnectionCount count;
    std::atomic<bool> busy{false};
    ServerUnderTest under(
        [&](ServerExchange& exchange) -> Task<> {
            if (exchange.head().target.path == "/busy") {
                busy = true;
                co_await exchange.loop().sleep_until(Deadline::never(), &exchange.stop());
                co_return;
            }
            co_await answer(exchange);
        },
        at_most(2, hours(1)), count);
    BlockingPeer answered = under.connect();
    answered.send(get_busy);
    ASSERT_TRUE(eventually([&] { return busy.load(); }));
    BlockingPeer idle = under.connect();
    EXPECT_TRUE(is_answered(idle));
    BlockingPeer late = under.connect();  // waits in the kernel's queue
    late.send(get);
    EXPECT_TRUE(is_answered(idle));
    EXPECT_EQ(count.open, 2u);
    idle.close();
    EXPECT_TRUE(has_status(late.receive_response(), 200));
    EXPECT_EQ(count.open, 2u);
}

TEST(ServerRoom, is_made_on_another_thread_where_this_one_has_nobody_idle) {
    ConnectionCount count;
    ServerUnderTest full(answer, at_most(1), count);
    ServerUnderTest other(answer, at_most(1), count);
    BlockingPeer idle = full.connect();
    EXPECT_TRUE(is_answered(idle));
    BlockingPeer late = other.connect();
    EXPECT_TRUE(is_answered(late));
    EXPECT_TRUE(idle.at_end());
}

TEST(ServerRoom, is_made_when_there_is_no_descriptor_left_for_a_new_caller) {
    ServerUnderTest under(answer, at_most(100));
    BlockingPeer idle = under.connect();
    EXPECT_TRUE(is_answered(idle));
    std::optional<BlockingPeer> late;
    std::optional<NoDescriptors> none;
    under.thread.run([&] {  // so that the caller is not accepted before the last descriptor is gone
        late.emplace(under.connect());
        none.emplace();
    });
    EXPECT_TRUE(is_answered(*late));
    EXPECT_TRUE(idle.at_end());
}

}  // namespace
}  // namespace parley::http
