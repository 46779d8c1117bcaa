// When a reader of a Stream goes on: in the turn of the loop that brought its bytes, or behind everybody else.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "blocking_peer.hpp"
#include "http/stream.hpp"
#include "loop_thread.hpp"

namespace parley::http {
namespace {

using testing::BlockingPeer;
using testing::LoopThread;

constexpr std::size_t KiB = 1024;
constexpr std::size_t message_bytes = 40 * KiB;

struct Ends {
    int ours = -1;
    int theirs = -1;
};

Ends make_ends() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    return {ends[0], ends[1]};
}

// Reads so many bytes, a step at a time, and notes after each wait whether it went on within a turn.
Task<> read(Stream& stream, std::size_t bytes, std::size_t step, std::vector<bool>& within_turn) {
    while (bytes > 0) {
        const WaitResult waited = co_await stream.readable(Deadline::never(), nullptr);
        EXPECT_EQ(waited, WaitResult::ready);
        within_turn.push_back(stream.loop().turn_end().buffer() != nullptr);
        const IoResult result = stream.read_some(stream.loop().receive_buffer().first(std::min(step, bytes)));
        bytes -= result.bytes;
    }
}

TEST(StreamTurns, whoever_has_waited_for_each_message_goes_on_at_once_however_many_there_were) {
    constexpr int messages = 8;
    LoopThread thread;
    const Ends ends = make_ends();
    BlockingPeer peer(ends.theirs);
    std::vector<bool> within_turn;
    thread.run_task([&]() -> Task<> {
        Stream stream(Socket(thread.loop(), ends.ours));
        const std::string message(message_bytes, 'x');
        for (int count = 0; count < messages; ++count) {
            IoResult nothing = stream.read_some(thread.loop().receive_buffer());
            EXPECT_EQ(nothing.kind, IoResult::Kind::would_block);
            EXPECT_TRUE(peer.send(message));
            co_await read(stream, message_bytes, Loop::receive_bytes, within_turn);
        }
    });
    EXPECT_EQ(within_turn, std::vector<bool>(within_turn.size(), true));
}

TEST(StreamTurns, whoever_finds_more_whenever_it_looks_lets_others_go_first_now_and_then) {
    LoopThread thread;
    const Ends ends = make_ends();
    BlockingPeer peer(ends.theirs);
    ASSERT_TRUE(peer.send(std::string(message_bytes, 'x')));
    std::vector<bool> within_turn;
    thread.run_task([&]() -> Task<> {
        Stream stream(Socket(thread.loop(), ends.ours));
        const std::string more(message_bytes, 'x');
        co_await read(stream, message_bytes / 2, 4 * KiB, within_turn);
        for (int count = 0; count < 4; ++count) {
            EXPECT_TRUE(peer.send(more));
            co_await read(stream, message_bytes, 4 * KiB, within_turn);
        }
    });
    EXPECT_NE(within_turn, std::vector<bool>(within_turn.size(), true));
}

}  // namespace
}  // namespace parley::http
