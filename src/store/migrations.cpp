#include "store/migrations.hpp"

#include <string>

namespace parley::store {
namespace {

constexpr const char* version_table = R"(
CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT;
)";

Error newer_database(int found, int known) {
    return Error{.kind = ErrorKind::internal,
                 .source = ErrorSource::gateway,
                 .message = "the database was written by a newer Parley (schema " + std::to_string(found) + "; this one knows up to " +
                            std::to_string(known) + "): run that version, or restore a backup"};
}

std::optional<Error> set_version(Connection& connection, int version) {
    if (auto error = connection.run("DELETE FROM schema_version")) return error;
    auto insert = connection.prepare("INSERT INTO schema_version (version) VALUES (?)");
    if (!insert) return insert.error();
    return insert->bind(version).run();
}

std::optional<Error> apply(Connection& connection, const Migration& migration) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) return transaction.error();
    if (auto error = connection.run(migration.sql)) return error;
    if (auto error = set_version(connection, migration.number)) return error;
    return transaction->commit();
}

}  // namespace

Result<int> schema_version(Connection& connection) {
    if (auto error = connection.run(version_table)) return *error;
    auto query = connection.prepare("SELECT coalesce(max(version), 0) FROM schema_version");
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    return static_cast<int>(query->integer(0));
}

std::optional<Error> migrate(Connection& connection, std::span<const Migration> migrations) {
    const Result<int> version = schema_version(connection);
    if (!version) return version.error();
    const int newest = migrations.empty() ? 0 : migrations.back().number;
    if (*version > newest) return newer_database(*version, newest);
    for (const Migration& migration : migrations) {
        if (migration.number <= *version) continue;
        if (auto error = apply(connection, migration)) {
            error->message = "migration " + std::to_string(migration.number) + ": " + error->message;
            return error;
        }
    }
    return std::nullopt;
}

}  // namespace parley::store
