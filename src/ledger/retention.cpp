#include "ledger/retention.hpp"

#include <limits>
#include <string>
#include <vector>

#include "ledger/entry_table.hpp"
#include "ledger/usage_sums.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view oldest_sql = " FROM entries WHERE began < ? ORDER BY began, id LIMIT ?";

Result<std::int64_t> number_of(store::Connection& connection, std::string_view sql) {
    auto query = connection.prepare(sql);
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    return query->integer(0);
}

/// How many went.
Result<std::int64_t> remove_oldest(store::Connection& connection, UnixMicroseconds before) {
    auto oldest = connection.prepare_kept("SELECT id, " + std::string(summed_columns) + std::string(oldest_sql));
    if (!oldest) return oldest.error();
    oldest->bind(before, pruned_entries_max);
    std::vector<std::int64_t> rows;
    UsageSums sums;
    for (;;) {
        const Result<bool> found = oldest->step();
        if (!found) return found.error();
        if (!*found) break;
        rows.push_back(oldest->integer(0));
        sums.count(*oldest, UsageSums::Direction::went, 1);
    }
    for (const std::int64_t row : rows) {
        if (auto error = remove_stored(connection, row)) return *error;
    }
    if (auto error = sums.write(connection)) return *error;
    return static_cast<std::int64_t>(rows.size());
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
