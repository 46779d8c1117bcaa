#include "terminal/stream.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace parley::terminal {
namespace {

std::optional<std::size_t> stated_columns(const Variables& variables) {
    const std::string text = variables("COLUMNS").value_or("");
    std::size_t columns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (columns == 0 || columns > columns_most) return std::nullopt;
    return columns;
}

}  // namespace

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

bool takes_colours(int descriptor, const Variables& variables) {
    const bool refused = !variables("NO_COLOR").value_or("").empty();
    return is_terminal(descriptor) && !refused && variables("TERM").value_or("dumb") != "dumb";
}

std::optional<std::size_t> columns_of(int descriptor, const Variables& variables) {
    if (const auto stated = stated_columns(variables)) return stated;
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
    return size.ws_col;
}

void Output::write(std::string_view text) {
    while (!text.empty() && !broken_) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {  // somebody has made the terminal non-blocking
            pollfd ready{descriptor_, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            broken_ = true;
        }
    }
}

}  // namespace parley::terminal
