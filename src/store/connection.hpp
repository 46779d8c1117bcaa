// connection.hpp: the one connection to the SQLite database of a data directory.
//
// Write-ahead log, exclusive locking, every commit on the disk before it is told: sqlite.org/wal.html (2, 8) and
// sqlite.org/pragma.html. SQLite 3.40 can lose pages when one connection checkpoints while another resets the log, so
// exactly one connection exists, on one thread (writer.hpp), and no other process can open the file meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "store/statement.hpp"

struct sqlite3;  // SQLite's

namespace parley::store {

/// How long a statement waits for another process to let go of the file (a copy being made, somebody's sqlite3).
inline constexpr auto busy_wait = std::chrono::milliseconds(5'000);

/// Pages that SQLite keeps in memory, in KiB.
inline constexpr int page_cache_kib = 512;

/// Of the log in front of the file, after which what it holds goes on into the file.
inline constexpr std::int64_t log_bytes = 4 * 1024 * 1024;

/// Not thread-safe: used by one thread at a time.
class Connection {
  public:
    /// Opens or makes the database, readable by its owner alone, and takes the exclusive lock.
    ///
    /// Errors name the file: no database, damaged, in use after `wait`, not writable.
    static Result<Connection> open(const std::string& path, std::chrono::milliseconds wait = busy_wait);

    /// One statement of fixed text.
    Result<Statement> prepare(std::string_view sql);
    /// The same for one that comes again and again: SQLite reads it once, and the next who asks takes over what the last has left.
    /// Such texts are few: they are kept as long as the connection.
    Result<Statement> prepare_kept(std::string_view sql);
    /// Several statements of fixed text, without parameters and without rows.
    std::optional<Error> run(const char* sql);
    /// One such statement that comes again and again.
    std::optional<Error> run_kept(std::string_view sql);

    /// False once SQLite has rolled back by itself, as it does when the disk is full (sqlite.org/lang_transaction.html, 3.1).
    bool in_transaction() const;

    /// Rows that the last INSERT, UPDATE or DELETE touched.
    int changes() const;
    /// The number of the row that the last INSERT made.
    std::int64_t last_row() const;

  private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Connection(sqlite3* handle) : handle_(handle), kept_(std::make_shared<KeptStatements>()) {}
    std::optional<Error> configure(std::chrono::milliseconds wait);
    std::optional<Error> limit_log();

    std::unique_ptr<sqlite3, Close> handle_;
    std::shared_ptr<KeptStatements> kept_;  // goes before the handle
};

/// Everything until commit() happens or does not. Rolls back in its destructor unless committed.
class Transaction {
  public:
    /// BEGIN IMMEDIATE: what is in the way shows here and not at the first write.
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// On the disk once this returned without an error. After an error nothing of it is.
    std::optional<Error> commit();

  private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;  // null: over
};

}  // namespace parley::store
