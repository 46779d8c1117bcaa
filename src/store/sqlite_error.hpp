// sqlite_error.hpp: SQLite's result codes as our Error. Private to the room.
#pragma once

#include "base/error.hpp"

struct sqlite3;  // SQLite's

namespace parley::store {

/// What the last call on `connection` complained about. SQLite's messages quote names of tables and columns and our own
/// SQL, never a bound value. ErrorKind::not_ready where waiting or space would help (busy, locked, full); internal else.
///
/// Source: sqlite.org/rescode.html.
Error sqlite_error(sqlite3* connection, int status);

}  // namespace parley::store
