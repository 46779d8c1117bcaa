#include "store/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "store/sql_functions.hpp"
#include "store/sqlite_error.hpp"

namespace parley::store {
namespace {

// synchronous=FULL: a commit in the write-ahead log is synced before it returns. EXCLUSIVE before the first access: then
// SQLite keeps the log's index on the heap and makes no shared memory (sqlite.org/wal.html, 8).
// Pages of 8 KiB cost half as many calls as those of 4 KiB (docs/decisions/0027); a file that is there keeps those it has.
constexpr const char* settings = R"(
PRAGMA page_size = 8192;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
PRAGMA trusted_schema = OFF;
PRAGMA cache_size = -512;
)";
static_assert(page_cache_kib == 512, "the number in the PRAGMA, which takes no parameters");

// SQLite counts its allocations under a lock of the process, twice for each; nobody asks for the counts. Before its first use.
void leave_allocations_uncounted() { [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

Error named(const std::string& path, Error error) {
    error.message = path + ": " + error.message;
    return error;
}

// SQLite would make the file with the modes of the umask; the log beside it gets the modes of the file.
std::optional<Error> make_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::strerror(errno)};
    }
    ::close(descriptor);
    return std::nullopt;
}

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<Connection> Connection::open(const std::string& path, std::chrono::milliseconds wait) {
    leave_allocations_uncounted();
    if (auto error = make_file(path)) return named(path, *error);
    sqlite3* handle = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection(handle);
    if (status != SQLITE_OK) return named(path, sqlite_error(handle, status));
    if (auto error = connection.configure(wait)) return named(path, *error);
    return connection;
}

std::optional<Error> Connection::configure(std::chrono::milliseconds wait) {
    sqlite3_extended_result_codes(handle_.get(), 1);
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(wait.count()));
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // A double-quoted word is a name and never quietly a text.
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    if (const int status = add_sql_functions(handle_.get()); status != SQLITE_OK) return sqlite_error(handle_.get(), status);
    if (auto error = run(settings)) return error;
    if (auto error = limit_log()) return error;
    auto taken = Transaction::begin(*this);  // the exclusive lock is taken by the first write and then kept
    if (!taken) return taken.error();
    return taken->commit();
}

// However large the file's pages are.
std::optional<Error> Connection::limit_log() {
    auto query = prepare("PRAGMA page_size");
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    sqlite3_wal_autocheckpoint(handle_.get(), static_cast<int>(log_bytes / query->integer(0)));
    return std::nullopt;
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int status = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (status != SQLITE_OK) return sqlite_error(handle_.get(), status);
    return Statement(statement);
}

Result<Statement> Connection::prepare_kept(std::string_view sql) {
    if (sqlite3_stmt* const left = kept_->take(sql)) return Statement(left, kept_);
    Result<Statement> made = prepare(sql);
    if (made) made->keep_in(kept_);
    return made;
}

std::optional<Error> Connection::run(const char* sql) {
    const int status = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return sqlite_error(handle_.get(), status);
    return std::nullopt;
}

std::optional<Error> Connection::run_kept(std::string_view sql) {
    Result<Statement> statement = prepare_kept(sql);
    if (!statement) return statement.error();
    return statement->run();
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

int Connection::changes() const { return sqlite3_changes(handle_.get()); }

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }

Result<Transaction> Transaction::begin(Connection& connection) {
    if (auto error = connection.run_kept("BEGIN IMMEDIATE")) return *error;
    return Transaction(connection);
}

Transaction::~Transaction() {
    if (connection_) connection_->run_kept("ROLLBACK");  // fails only when SQLite has rolled back by itself
}

std::optional<Error> Transaction::commit() {
    if (auto error = connection_->run_kept("COMMIT")) return error;  // the destructor rolls back
    connection_ = nullptr;
    return std::nullopt;
}

}  // namespace parley::store
