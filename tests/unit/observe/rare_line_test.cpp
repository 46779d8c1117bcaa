#include "observe/rare_line.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace parley::observe {
namespace {

using std::chrono::seconds;

TEST(RareLine, is_due_once_in_each_pause_and_counts_what_it_leaves_out) {
    RareLine line(Level::error, seconds(10));
    const TimePoint start{};
    EXPECT_EQ(line.due(start), 0u);
    EXPECT_EQ(line.due(start), std::nullopt);
    EXPECT_EQ(line.due(start + seconds(10) - Duration(1)), std::nullopt);
    EXPECT_EQ(line.due(start + seconds(10)), 2u);
    EXPECT_EQ(line.due(start + seconds(100)), 0u);
}

TEST(RareLine, is_written_by_one_of_many_threads_and_counts_the_others) {
    constexpr std::uint64_t threads = 8;
    constexpr std::uint64_t each = 1000;
    RareLine line(Level::error, seconds(10));
    std::atomic<std::uint64_t> written{0};
    std::vector<std::thread> running;
    for (std::uint64_t count = 0; count < threads; ++count) {
        running.emplace_back([&] {
            for (std::uint64_t round = 0; round < each; ++round) {
                if (line.due(TimePoint{})) ++written;
            }
        });
    }
    for (std::thread& thread : running) thread.join();
    EXPECT_EQ(written, 1u);
    // One thread may have taken what the others had left out by then along with its line.
    EXPECT_LE(line.due(TimePoint{} + seconds(10)).value(), threads * each - 1);
}

}  // namespace
}  // namespace parley::observe
