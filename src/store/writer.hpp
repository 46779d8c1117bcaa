// writer.hpp: the one thread that uses the database, and the bounded queue in front of it.
//
// Other rooms post work: a function over the connection, with their own SQL. What waits together is committed together:
// one sync of the disk for a whole batch. Whoever posted is told after the commit, so that "done" means "on the disk".
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/connection.hpp"

namespace parley::store {

/// Work that may wait. One more is refused, and whoever posts it keeps what it wanted to store.
inline constexpr std::size_t queue_jobs_max = 1024;
/// Work that one transaction carries.
inline constexpr std::size_t batch_jobs_max = 256;

class Writer {
  public:
    /// Runs on the writer's thread, in a transaction. What a piece of work did is undone when it returns an error; the work
    /// around it is not.
    using Work = std::function<std::optional<Error>(Connection&)>;
    /// Called on the writer's thread after the commit: nothing, or why the work is not in the database.
    using Done = std::function<void(std::optional<Error>)>;

    /// Opens a database, or says what is in the way. Called on the writer's thread, and may take as long as a disk does.
    using Open = std::function<Result<Connection>()>;

    explicit Writer(Connection connection);
    /// Opens the database for the first work. Where that fails, whoever posted is told why, and the next work tries again.
    explicit Writer(Open open);
    /// Finishes everything that was posted.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Thread-safe; never waits for the database. False when the queue is full: neither function will be called.
    [[nodiscard]] bool post(Work work, Done done);

    /// Posts, waits and returns what the work returned. For threads that may wait: never a worker's, never the writer's own.
    /// Errors: the work's, the commit's, or ErrorKind::not_ready for a full queue.
    template <class T>
    Result<T> ask(std::function<Result<T>(Connection&)> work) {
        std::optional<T> found;
        const auto keep = [&](Connection& connection) -> std::optional<Error> {
            Result<T> result = work(connection);
            if (!result) return result.error();
            found = std::move(*result);
            return std::nullopt;
        };
        if (auto error = wait_for(keep)) return *error;
        return std::move(*found);
    }

    /// Jobs that wait now: a metric.
    std::size_t waiting() const;

    /// Whether the database could be opened so far. Thread-safe.
    bool is_open() const { return is_open_.load(std::memory_order_relaxed); }

  private:
    struct Job {
        Work work;
        Done done;
    };
    using Batch = std::vector<Job>;

    std::optional<Error> wait_for(Work work);
    void run();
    Batch next_batch();
    std::optional<Error> open();
    void commit(Batch& batch);
    std::optional<Error> run_together(const Batch& batch, std::vector<std::optional<Error>>& outcomes);
    std::optional<Error> run_in_savepoint(const Work& work);

    Open open_;
    std::optional<Connection> connection_;
    std::atomic<bool> is_open_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses the others
};

}  // namespace parley::store
