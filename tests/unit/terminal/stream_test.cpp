// With pipes: what is no terminal, and a reader that goes away. What a terminal does is tested end to end.
#include "terminal/stream.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <map>

namespace parley::terminal {
namespace {

Variables variables(std::map<std::string, std::string, std::less<>> values) {
    return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
        const auto value = values.find(name);
        if (value == values.end()) return std::nullopt;
        return value->second;
    };
}

struct Pipe {
    Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
    ~Pipe() {
        ::close(ends[1]);
        close_reader();
    }
    void close_reader() {
        if (ends[0] >= 0) ::close(ends[0]);
        ends[0] = -1;
    }
    std::array<int, 2> ends{};
};

TEST(Stream, the_stated_width_counts_when_it_is_one) {
    const Pipe pipe;
    EXPECT_EQ(columns_of(pipe.ends[1], variables({{"COLUMNS", "100"}})), 100u);
    EXPECT_EQ(columns_of(pipe.ends[1], variables({{"COLUMNS", std::to_string(columns_most)}})), columns_most);
    for (const std::string text : {"", "0", "-1", "80x", "10001", "99999999999999999999"}) {
        EXPECT_EQ(columns_of(pipe.ends[1], variables({{"COLUMNS", text}})), std::nullopt) << text;
    }
}

TEST(Stream, a_pipe_is_no_terminal_and_takes_no_colours) {
    const Pipe pipe;
    EXPECT_FALSE(is_terminal(pipe.ends[1]));
    EXPECT_FALSE(takes_colours(pipe.ends[1], variables({{"TERM", "xterm"}})));
}

TEST(Output, notices_that_its_reader_is_gone) {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    Output output(pipe.ends[1]);
    output.write("heard");
    EXPECT_FALSE(output.broken());
    std::array<char, 16> read{};
    EXPECT_EQ(::read(pipe.ends[0], read.data(), read.size()), 5);
    pipe.close_reader();
    output.write("unheard");
    EXPECT_TRUE(output.broken());
}

}  // namespace
}  // namespace parley::terminal
