// With a pipe in place of a keyboard, and real signals: SIGINT is pending from the moment somebody raises it.
#include "cli/line_reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

namespace parley::cli {
namespace {

using Event = LineReader::Event;

class LineReaderTest : public testing::Test {
  protected:
    LineReaderTest() { EXPECT_EQ(::pipe(pipe_.data()), 0); }
    ~LineReaderTest() override {
        ::close(pipe_[0]);
        if (pipe_[1] >= 0) ::close(pipe_[1]);
    }
    void type(std::string_view text) { EXPECT_EQ(::write(pipe_[1], text.data(), text.size()), static_cast<ssize_t>(text.size())); }
    void hang_up() { ::close(std::exchange(pipe_[1], -1)); }
    int keyboard() const { return pipe_[0]; }

    Interrupts interrupts;
    std::string line;

  private:
    std::array<int, 2> pipe_{};
};

TEST_F(LineReaderTest, hands_out_lines_and_then_the_end) {
    LineReader lines(keyboard(), interrupts);
    type("one\n\ntwo\nthree");
    hang_up();
    for (const char* expected : {"one", "", "two", "three"}) {
        EXPECT_EQ(lines.next(line), Event::line);
        EXPECT_EQ(line, expected);
    }
    EXPECT_EQ(lines.next(line), Event::end);
}

TEST_F(LineReaderTest, an_interrupt_forgets_what_was_typed) {
    LineReader lines(keyboard(), interrupts);
    type("forgotten? no: a whole line\nhalf a l");
    EXPECT_EQ(lines.next(line), Event::line);
    ::kill(::getpid(), SIGINT);
    EXPECT_EQ(lines.next(line), Event::interrupted);
    type("new\n");
    EXPECT_EQ(lines.next(line), Event::line);
    EXPECT_EQ(line, "new");
}

TEST_F(LineReaderTest, a_line_has_a_greatest_length) {
    LineReader lines(keyboard(), interrupts);
    const std::string longest(LineReader::line_bytes_max, 'x');
    std::thread typist([&] {  // a pipe holds less
        for (std::string_view rest = longest; !rest.empty(); rest.remove_prefix(4096)) type(rest.substr(0, 4096));
        type("\n");
        for (std::string_view rest = longest; !rest.empty(); rest.remove_prefix(4096)) type(rest.substr(0, 4096));
        type("x\nnext\n");
    });
    EXPECT_EQ(lines.next(line), Event::line);
    EXPECT_EQ(line, longest);
    EXPECT_EQ(lines.next(line), Event::too_long);
    EXPECT_EQ(lines.next(line), Event::line);
    EXPECT_EQ(line, "next");
    typist.join();
}

TEST_F(LineReaderTest, an_interrupt_stops_what_runs_on_a_loop) {
    http::Loop loop;
    std::array<http::StopSignal, 2> stops;
    const InterruptWatch watch(loop, interrupts, stops);
    ::kill(::getpid(), SIGINT);
    while (!stops[0].requested() || !stops[1].requested()) loop.context().run_one();
    EXPECT_FALSE(interrupts.take());
}

}  // namespace
}  // namespace parley::cli
