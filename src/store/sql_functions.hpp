// sql_functions.hpp: what SQL of ours can ask beyond what SQLite brings along. Views do without: they are for anybody's sqlite3, too.
#pragma once

struct sqlite3;  // SQLite's

namespace parley::store {

/// uuid_bytes(text): the 16 bytes of a UUID, or the value as it is where it is none.
/// Returns what SQLite says of it.
int add_sql_functions(sqlite3* connection);

}  // namespace parley::store
