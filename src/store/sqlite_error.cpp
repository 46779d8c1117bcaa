#include "store/sqlite_error.hpp"

#include <sqlite3.h>

namespace parley::store {
namespace {

std::string words_for(sqlite3* connection, int status) {
    switch (status & 0xff) {  // the primary code
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return "the database is in use by another process";
        case SQLITE_FULL: return "the disk is full";
        case SQLITE_READONLY: return "the database cannot be written";
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT: return "the file is no database, or a damaged one";
        default: return connection ? sqlite3_errmsg(connection) : sqlite3_errstr(status);
    }
}

bool passes(int status) {
    const int primary = status & 0xff;
    return primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_FULL;
}

}  // namespace

Error sqlite_error(sqlite3* connection, int status) {
    return Error{.kind = passes(status) ? ErrorKind::not_ready : ErrorKind::internal,
                 .source = ErrorSource::gateway,
                 .message = "store: " + words_for(connection, status),
                 .detail = "SQLite result " + std::to_string(status)};
}

}  // namespace parley::store
