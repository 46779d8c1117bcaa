// A caller who asks and then reads nothing: what is held for it, what its provider notices of it, and when it ends.
#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>

#include "client_exchange_under_test.hpp"
#include "http/connector.hpp"
#include "server_under_test.hpp"

namespace parley::http {
namespace {

using testing::BlockingPeer;
using testing::eventually;
using testing::get;
using testing::LoopThread;
using testing::milliseconds;
using testing::ServerUnderTest;
using testing::Upstream;

constexpr std::size_t KiB = 1024;
constexpr auto soon = milliseconds(300);  // a caller is given up after so long

// What the caller's own side takes before its window is shut, and what a segment may bring too much.
constexpr std::size_t slack = 64 * KiB;

Limits given_up_soon() {
    Limits limits;
    limits.write_timeout = soon;
    return limits;
}

// Streams until nobody takes it any more.
class Source {
  public:
    Task<> stream(ServerExchange& exchange) {
        const std::string piece(4 * KiB, 'x');
        const Response head;
        bool taken = co_await exchange.begin_stream(head, piece);
        while (taken) {
            written += piece.size();
            taken = co_await exchange.write(piece);
        }
        reason = exchange.stop().reason();
        ended = true;
    }
    std::atomic<std::size_t> written{0};
    std::atomic<bool> ended{false};
    std::atomic<StopReason> reason{StopReason::none};
};

TEST(StalledReader, costs_little_more_than_the_kernel_may_keep_for_it_and_is_reset_in_the_end) {
    Source source;
    const Limits limits = given_up_soon();
    ServerUnderTest under([&](ServerExchange& exchange) { return source.stream(exchange); }, limits);
    BlockingPeer peer = BlockingPeer::connect(under.port, BlockingPeer::Room::least);
    peer.send(get);
    ASSERT_TRUE(eventually([&] { return source.ended.load(); }));
    EXPECT_LE(source.written, limits.unsent_bytes_max + slack);
    peer.receive_to_end();
    EXPECT_TRUE(peer.was_reset());
}

TEST(StalledReader, is_given_up_too_when_the_kernel_has_taken_all_there_is_for_it) {
    std::atomic<bool> waiting{false};
    std::atomic<StopReason> reason{StopReason::none};
    ServerUnderTest under(
        [&](ServerExchange& exchange) -> Task<> {
            const std::string answer(32 * KiB, 'x');
            const Response head;
            waiting = co_await exchange.begin_stream(head, answer);
            co_await exchange.loop().sleep_until(Deadline::never(), &exchange.stop());
            reason = exchange.stop().reason();
        },
        given_up_soon());
    BlockingPeer peer = BlockingPeer::connect(under.port, BlockingPeer::Room::least);
    peer.send(get);
    ASSERT_TRUE(eventually([&] { return waiting.load(); }));
    EXPECT_TRUE(eventually([&] { return reason == StopReason::client_gone; }));
}

// What a provider could send until it was told, by a full window, to wait.
TEST(StalledReader, makes_its_provider_wait) {
    Upstream upstream;
    Resolver resolver;
    LoopThread thread;
    std::optional<ConnectionPool> pool;
    thread.run([&] { pool.emplace(thread.loop(), resolver); });
    std::promise<void> relayed;
    ServerUnderTest under(
        [&](ServerExchange& exchange) -> Task<> {
            const Limits limits;
            ClientExchange asked(*pool, limits, &exchange.stop());
            const std::array<std::string_view, 1> request{get};
            const ClientExchange::Deadlines deadlines{std::chrono::seconds(10), Deadline::never()};
            const Result<void> answered = co_await asked.request(upstream.origin, request, deadlines);
            const Response head;
            bool taken = answered && co_await exchange.begin_stream(head, "");
            while (taken) {
                std::string_view slice;
                const ClientExchange::Step step = asked.next(slice);
                if (step == ClientExchange::Step::slice) taken = co_await exchange.write(slice);
                if (step == ClientExchange::Step::need_input) co_await asked.more(Deadline::never());
            }
            relayed.set_value();
        },
        thread);
    BlockingPeer caller = BlockingPeer::connect(under.port, BlockingPeer::Room::least);
    caller.send(get);
    BlockingPeer provider = upstream.accept();
    constexpr int provider_keeps = 64 * KiB;
    ::setsockopt(provider.descriptor(), SOL_SOCKET, SO_SNDBUF, &provider_keeps, sizeof provider_keeps);
    provider.receive_through("\r\n\r\n");
    provider.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n");
    const timeval full_for_so_long{0, 500'000};
    ::setsockopt(provider.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &full_for_so_long, sizeof full_for_so_long);
    const std::string piece(4 * KiB, 'x');
    std::size_t sent = 0;
    while (provider.send(piece)) sent += piece.size();
    EXPECT_LE(sent, 2 * provider_keeps + 2 * kernel_receive_bytes + Limits().unsent_bytes_max + slack + Loop::receive_bytes);
    caller.close();
    relayed.get_future().get();
    thread.run([&] { pool.reset(); });
}

TEST(Connector, bounds_what_the_kernel_keeps_of_an_answer) {
    Upstream upstream;
    LoopThread thread;
    int kept = 0;
    const auto connect = [&]() -> Task<> {
        std::vector<SocketAddress> addresses{*parse_address("127.0.0.1", upstream.origin.port)};
        const auto socket = co_await connect_any(thread.loop(), std::move(addresses), Deadline::never(), nullptr);
        socklen_t size = sizeof kept;
        if (socket) ::getsockopt(socket->descriptor(), SOL_SOCKET, SO_RCVBUF, &kept, &size);
    };
    thread.run_task(connect);
    EXPECT_EQ(kept, 2 * kernel_receive_bytes);  // the kernel doubles it for its bookkeeping: socket(7)
}

TEST(Connector, sends_small_writes_at_once) {
    Upstream upstream;
    LoopThread thread;
    int is_without_delay = 0;
    const auto connect = [&]() -> Task<> {
        std::vector<SocketAddress> addresses{*parse_address("127.0.0.1", upstream.origin.port)};
        const auto socket = co_await connect_any(thread.loop(), std::move(addresses), Deadline::never(), nullptr);
        socklen_t size = sizeof is_without_delay;
        if (socket) ::getsockopt(socket->descriptor(), IPPROTO_TCP, TCP_NODELAY, &is_without_delay, &size);
    };
    thread.run_task(connect);
    EXPECT_NE(is_without_delay, 0);  // else a piece of a stream waits for the acknowledgement of the one before: tcp(7)
}

}  // namespace
}  // namespace parley::http
