// line_log.hpp: one line for each request, collected by the threads that answer and written by a thread that does not.
//
// A thread adds its lines to a buffer of its own, under a lock that only the writer ever contends for, and only to exchange
// the full buffer for an empty one. Every 50 ms, while there is something to write, all buffers leave in a few writes. When
// nobody reads the log, buffers fill up and further lines are dropped, counted, and told as soon as somebody reads again:
// requests are never held up.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace parley::observe {

class LineLog;

/// One thread's lines, until they are written.
class LineBuffer {
  public:
    /// Of lines that wait; twice as much while the writer has one half.
    static constexpr std::size_t bytes_max = 1024 * 1024;

    /// Takes a line, without its end. Never waits for the reader of the log. False when the line was dropped.
    bool append(std::string_view line);

  private:
    friend class LineLog;
    explicit LineBuffer(LineLog& log) : log_(log) {}

    LineLog& log_;
    std::mutex mutex_;
    std::string lines_;
    std::uint64_t dropped_ = 0;
};

class LineLog {
  public:
    /// How long lines wait for company.
    static constexpr std::chrono::milliseconds gather{50};
    /// How long the end of the process waits for a reader who does not read.
    static constexpr std::chrono::milliseconds last_wait{1'000};

    /// Starts the thread. `descriptor` stays open for as long as the log lives.
    explicit LineLog(int descriptor);
    /// Writes what was added before, as far as somebody reads it.
    ~LineLog();
    LineLog(const LineLog&) = delete;
    LineLog& operator=(const LineLog&) = delete;

    /// A buffer for a thread; it lives as long as the log. Thread-safe.
    LineBuffer& add_thread();

  private:
    friend class LineBuffer;

    void wake();
    void run();
    void write_collected();
    void write(std::string_view text);
    bool writable();
    bool ending();

    int descriptor_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool has_news_ = false;
    bool ending_ = false;
    std::chrono::steady_clock::time_point give_up_{};  // once it is ending
    std::vector<std::unique_ptr<LineBuffer>> buffers_;
    std::string writing_;  // the writer's
    std::thread thread_;
};

}  // namespace parley::observe
