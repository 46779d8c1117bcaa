#include "store/statement.hpp"

#include <sqlite3.h>

#include "store/sqlite_error.hpp"
#include "store/value_bytes.hpp"

namespace parley::store {

void Statement::Finalize::operator()(sqlite3_stmt* handle) const { keeper ? keeper->keep(handle) : KeptStatements::finalize(handle); }

void Statement::rewind() {
    sqlite3_reset(handle_.get());  // repeats the error of the last step, which has been told
    bind_status_ = SQLITE_OK;
}

void Statement::bind_one(int position, std::string_view text) {
    // A null pointer would bind NULL, and an empty text is none.
    const char* data = text.data() ? text.data() : "";
    const auto keeper = lifetime_ == Lifetime::of_the_run ? SQLITE_STATIC : SQLITE_TRANSIENT;
    const int status = sqlite3_bind_text64(handle_.get(), position, data, text.size(), keeper, SQLITE_UTF8);
    if (bind_status_ == SQLITE_OK) bind_status_ = status;
}

void Statement::bind_one(int position, Blob blob) {
    const char* data = blob.bytes.data() ? blob.bytes.data() : "";
    const auto keeper = lifetime_ == Lifetime::of_the_run ? SQLITE_STATIC : SQLITE_TRANSIENT;
    const int status = sqlite3_bind_blob64(handle_.get(), position, data, blob.bytes.size(), keeper);
    if (bind_status_ == SQLITE_OK) bind_status_ = status;
}

void Statement::bind_one(int position, std::nullopt_t) {
    const int status = sqlite3_bind_null(handle_.get(), position);
    if (bind_status_ == SQLITE_OK) bind_status_ = status;
}

void Statement::bind_integer(int position, std::int64_t number) {
    const int status = sqlite3_bind_int64(handle_.get(), position, number);
    if (bind_status_ == SQLITE_OK) bind_status_ = status;
}

Result<bool> Statement::step() {
    sqlite3* const connection = sqlite3_db_handle(handle_.get());
    if (bind_status_ != SQLITE_OK) return sqlite_error(connection, bind_status_);
    const int status = sqlite3_step(handle_.get());
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    const Error error = sqlite_error(connection, status);
    sqlite3_reset(handle_.get());
    return error;
}

std::optional<Error> Statement::run() {
    Result<bool> row = step();
    while (row && *row) row = step();
    sqlite3_reset(handle_.get());  // or the statement would hold its transaction open
    if (!row) return row.error();
    return std::nullopt;
}

ColumnType Statement::type(int column) const {
    switch (sqlite3_column_type(handle_.get(), column)) {
        case SQLITE_NULL: return ColumnType::null;
        case SQLITE_INTEGER: return ColumnType::integer;
        case SQLITE_TEXT: return ColumnType::text;
        default: return ColumnType::other;
    }
}

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

std::string_view Statement::text_view(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))) : std::string_view();
}

std::string Statement::text(int column) const { return std::string(text_view(column)); }

std::string Statement::bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))) : std::string();
}

std::optional<std::int64_t> Statement::integer_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Statement::text_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

int Statement::columns() const { return sqlite3_column_count(handle_.get()); }

// A type that we never store, and that damage alone can bring about, is its bytes behind its number.
void Statement::append_values(int first, int end, std::string& out) const {
    sqlite3_stmt* const handle = handle_.get();
    for (int column = first; column < end; ++column) {
        switch (const int type = sqlite3_column_type(handle, column)) {
            case SQLITE_NULL: append_null(out); break;
            case SQLITE_INTEGER: append_integer(out, sqlite3_column_int64(handle, column)); break;
            case SQLITE_TEXT: append_text(out, text(column)); break;
            default: out.push_back(static_cast<char>(type)); append_text(out, bytes(column));
        }
    }
}

}  // namespace parley::store
