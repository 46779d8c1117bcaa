#include "ledger/retention.hpp"

#include <limits>
#include <string>

#include "ledger/usage_sums.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view remove_oldest_sql =
    "DELETE FROM entries WHERE id IN (SELECT id FROM entries WHERE began < ? ORDER BY began, id LIMIT ?) RETURNING ";

Result<std::int64_t> number_of(store::Connection& connection, std::string_view sql) {
    auto query = connection.prepare(sql);
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    return query->integer(0);
}

/// How many went.
Result<std::int64_t> remove_oldest(store::Connection& connection, UnixMicroseconds before) {
    auto remove = connection.prepare(std::string(remove_oldest_sql) + std::string(summed_columns));
    if (!remove) return remove.error();
    remove->bind(before, pruned_entries_max);
    UsageSums sums;
    for (std::int64_t removed = 0;; ++removed) {
        const Result<bool> row = remove->step();
        if (!row) return row.error();
        if (*row) {
            sums.count(*remove, UsageSums::Direction::went);
        } else if (auto error = sums.write(connection)) {
            return *error;
        } else {
            return removed;
        }
    }
}

}  // namespace

Result<std::int64_t> bytes_in_use(store::Connection& connection) {
    return number_of(connection,
                     "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, "
                     "pragma_page_size");
}

Result<Pruned> prune(store::Connection& connection, const Retention& retention) {
    UnixMicroseconds before = retention.keep_since.value_or(std::numeric_limits<UnixMicroseconds>::min());
    if (retention.bytes_max) {
        const Result<std::int64_t> bytes = bytes_in_use(connection);
        if (!bytes) return bytes.error();
        if (*bytes > *retention.bytes_max) before = std::numeric_limits<UnixMicroseconds>::max();
    }
    const Result<std::int64_t> removed = remove_oldest(connection, before);
    if (!removed) return removed.error();
    // An empty ledger may still be larger than it should: the other rooms' tables are none of its business.
    return Pruned{.entries = *removed, .more = *removed == static_cast<std::int64_t>(pruned_entries_max)};
}

}  // namespace parley::ledger
