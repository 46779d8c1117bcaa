#include "cli/line_reader.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace parley::cli {

LineReader::Event LineReader::next(std::string& line) {
    constexpr std::size_t piece_bytes = 16 * 1024;
    for (;;) {
        if (take_line(line)) {
            const bool too_long = std::exchange(skipping_, false) || line.size() > line_bytes_max;
            return too_long ? Event::too_long : Event::line;
        }
        if (read_.size() > line_bytes_max) {
            skipping_ = true;
            read_.clear();
            looked_ = 0;
        }
        if (!wait()) {
            read_.clear();
            looked_ = 0;
            skipping_ = false;
            return Event::interrupted;
        }
        std::array<char, piece_bytes> piece;
        const ssize_t got = ::read(descriptor_, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got > 0) {
            read_.append(piece.data(), static_cast<std::size_t>(got));
        } else if (!read_.empty()) {
            read_ += '\n';  // the end ends a line, too
        } else {
            return std::exchange(skipping_, false) ? Event::too_long : Event::end;
        }
    }
}

bool LineReader::take_line(std::string& line) {
    const std::size_t end = read_.find('\n', looked_);
    if (end == std::string::npos) {
        looked_ = read_.size();
        return false;
    }
    line = read_.substr(0, end);
    read_.erase(0, end + 1);
    looked_ = 0;
    return true;
}

/// False for Ctrl-C.
bool LineReader::wait() {
    std::array<pollfd, 2> watched{pollfd{interrupts_.descriptor(), POLLIN, 0}, pollfd{descriptor_, POLLIN, 0}};
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
    }
    return !((watched[0].revents & POLLIN) != 0 && interrupts_.take());
}

}  // namespace parley::cli
