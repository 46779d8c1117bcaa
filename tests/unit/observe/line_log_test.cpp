// line_log_test.cpp: the log writes into a pipe, and the test is whoever reads it, or does not.
#include "observe/line_log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace parley::observe {
namespace {

class Pipe {
  public:
    Pipe() { EXPECT_EQ(::pipe(ends_), 0); }
    ~Pipe() {
        close_writing_end();
        ::close(ends_[0]);
    }
    int writing_end() const { return ends_[1]; }
    void close_writing_end() {
        if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
    }

    std::string read_some() {
        char bytes[65536];
        const ssize_t count = ::read(ends_[0], bytes, sizeof bytes);
        return std::string(bytes, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    /// Until the writing end is closed.
    std::string read_all() {
        std::string all;
        for (std::string some = read_some(); !some.empty(); some = read_some()) all += some;
        return all;
    }

  private:
    int ends_[2];
};

TEST(LineLog, writes_every_line_before_it_ends) {
    Pipe pipe;
    {
        LineLog log(pipe.writing_end());
        LineBuffer& buffer = log.add_thread();
        for (const char* line : {"one", "two", "three"}) EXPECT_TRUE(buffer.append(line));
    }
    pipe.close_writing_end();
    EXPECT_EQ(pipe.read_all(), "one\ntwo\nthree\n");
}

TEST(LineLog, writes_while_it_lives) {
    Pipe pipe;
    LineLog log(pipe.writing_end());
    log.add_thread().append("now");
    EXPECT_EQ(pipe.read_some(), "now\n");  // or this would wait for ever
}

TEST(LineLog, keeps_lines_whole_when_threads_write_at_once) {
    constexpr std::size_t lines = 2'000;
    const std::string mark(100, '-');
    Pipe pipe;
    std::string said;
    std::thread reader([&] { said = pipe.read_all(); });
    {
        LineLog log(pipe.writing_end());
        std::vector<std::thread> threads;
        for (const char name : {'a', 'b', 'c'}) {
            threads.emplace_back([&buffer = log.add_thread(), name, &mark] {
                for (std::size_t i = 0; i < lines; ++i) EXPECT_TRUE(buffer.append(name + mark));
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    pipe.close_writing_end();
    reader.join();
    const std::size_t line_bytes = mark.size() + 2;
    ASSERT_EQ(said.size(), 3 * lines * line_bytes);
    for (std::size_t at = 0; at < said.size(); at += line_bytes) {
        ASSERT_EQ(said.substr(at + 1, line_bytes - 1), mark + '\n') << "line " << at / line_bytes;
    }
}

/// Adds lines of 1 KiB until one is dropped. How many were taken.
std::size_t fill(LineBuffer& buffer) {
    const std::string line(1023, 'x');
    std::size_t taken = 0;
    while (buffer.append(line)) ++taken;
    return taken;
}

TEST(LineLog, drops_what_nobody_reads_and_tells_how_much) {
    Pipe pipe;
    std::optional<LineLog> log(std::in_place, pipe.writing_end());
    LineBuffer& buffer = log->add_thread();
    std::size_t taken = fill(buffer);
    const std::size_t most = (2 * LineBuffer::bytes_max + 64 * 1024) / 1024;  // both halves, and the pipe
    EXPECT_GE(taken, LineBuffer::bytes_max / 1024);
    EXPECT_LE(taken, most);

    std::string said;
    std::thread reader([&] { said = pipe.read_all(); });
    log.reset();
    pipe.close_writing_end();
    reader.join();
    EXPECT_EQ(static_cast<std::size_t>(std::count(said.begin(), said.end(), '\n')), taken + 1);
    EXPECT_TRUE(said.ends_with("{\"level\":\"warning\",\"event\":\"lines_dropped\",\"count\":1}\n")) << said.substr(said.size() - 100);
}

TEST(LineLog, does_not_hold_up_the_end_of_a_process_whose_log_nobody_reads) {
    Pipe pipe;
    const auto started = std::chrono::steady_clock::now();
    {
        LineLog log(pipe.writing_end());
        fill(log.add_thread());
    }
    EXPECT_LT(std::chrono::steady_clock::now() - started, 10 * LineLog::last_wait);
}

}  // namespace
}  // namespace parley::observe
