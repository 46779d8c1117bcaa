#include "observe/line_log.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

namespace parley::observe {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// How often a writer without a reader looks whether the process is ending.
constexpr int look_ms = 100;

/// A pipe with room for this much takes it without blocking, and not mixed with other writers' lines (pipe(7), "PIPE_BUF").
constexpr std::size_t write_bytes_max = PIPE_BUF;

/// As many whole lines as one write takes; part of a line only where that is longer.
std::string_view first_part(std::string_view text) {
    if (text.size() <= write_bytes_max) return text;
    const std::size_t end = text.rfind('\n', write_bytes_max - 1);
    return text.substr(0, end == std::string_view::npos ? write_bytes_max : end + 1);
}

}  // namespace

bool LineBuffer::append(std::string_view line) {
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        if (lines_.size() + line.size() + 1 > bytes_max) {
            ++dropped_;
            return false;
        }
        is_first = lines_.empty();
        lines_ += line;
        lines_ += '\n';
    }
    if (is_first) log_.wake();
    return true;
}

LineLog::LineLog(int descriptor) : descriptor_(descriptor), thread_([this] { run(); }) {}

LineLog::~LineLog() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        give_up_ = SteadyClock::now() + last_wait;
    }
    changed_.notify_one();
    thread_.join();
}

LineBuffer& LineLog::add_thread() {
    const std::lock_guard lock(mutex_);
    return *buffers_.emplace_back(new LineBuffer(*this));
}

void LineLog::wake() {
    {
        const std::lock_guard lock(mutex_);
        has_news_ = true;
    }
    changed_.notify_one();
}

bool LineLog::ending() {
    const std::lock_guard lock(mutex_);
    return ending_;
}

void LineLog::run() {
    bool last = false;
    while (!last) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return has_news_ || ending_; });
            changed_.wait_for(lock, gather, [this] { return ending_; });
            has_news_ = false;
            last = ending_;
        }
        write_collected();
    }
}

void LineLog::write_collected() {
    std::size_t count = 0;
    {
        const std::lock_guard lock(mutex_);
        count = buffers_.size();
    }
    for (std::size_t index = 0; index < count; ++index) {
        LineBuffer* buffer = nullptr;
        {
            const std::lock_guard lock(mutex_);
            buffer = buffers_[index].get();
        }
        std::uint64_t dropped = 0;
        writing_.clear();
        {
            const std::lock_guard lock(buffer->mutex_);
            writing_.swap(buffer->lines_);
            dropped = std::exchange(buffer->dropped_, 0);
        }
        write(writing_);
        if (dropped != 0) write("{\"level\":\"warning\",\"event\":\"lines_dropped\",\"count\":" + std::to_string(dropped) + "}\n");
    }
}

void LineLog::write(std::string_view text) {
    while (!text.empty() && writable()) {
        const std::string_view part = first_part(text);
        const ssize_t written = ::write(descriptor_, part.data(), part.size());
        if (written < 0 && errno != EINTR && errno != EAGAIN) return;  // the log is gone: there is nowhere left to say so
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Waits for a reader. False when the process ends without one.
bool LineLog::writable() {
    for (;;) {
        pollfd asked{.fd = descriptor_, .events = POLLOUT, .revents = 0};
        if (::poll(&asked, 1, look_ms) > 0) return true;  // an error shows in the write
        if (ending() && SteadyClock::now() >= give_up_) return false;
    }
}

}  // namespace parley::observe
