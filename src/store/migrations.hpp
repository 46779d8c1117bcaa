// migrations.hpp: the numbered steps that a database has gone through.
#pragma once

#include <optional>
#include <span>

#include "store/connection.hpp"

namespace parley::store {

/// One step: SQL that takes a database from version `number - 1` to `number`. Once released, its text never changes.
struct Migration {
    int number;
    const char* sql;
};

/// Every step there is, numbered from 1 without a gap. The history is one for all rooms; each room owns the statements that
/// read and write its tables.
std::span<const Migration> all_migrations();

/// Brings the database to the newest version, each step in a transaction of its own.
///
/// Errors  the database is newer than this program (both versions are named, nothing is touched), or a step failed (its
///         number is named; the steps before it stay).
std::optional<Error> migrate(Connection& connection, std::span<const Migration> migrations = all_migrations());

/// The version that the database has; 0 for one that was just made.
Result<int> schema_version(Connection& connection);

}  // namespace parley::store
