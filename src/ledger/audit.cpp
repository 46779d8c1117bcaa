#include "ledger/audit.hpp"

#include <string_view>
#include <utility>

#include "ledger/entry_rows.hpp"

namespace parley::ledger {
namespace {

// A total without rows, rows without a total, and totals that differ: what either side has and the other has not.
#define PARLEY_SUMS_OF_ROWS                                                                                                 \
    "SELECT began / 86400000000 AS day, account, key_id, iif(answered_model = '', asked_model, answered_model), outcome, "  \
    "count(*), sum(estimated), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), "        \
    "sum(reasoning), coalesce(sum(charged), 0), coalesce(sum(incurred), 0), count(*) - count(charged), "                    \
    "count(*) - count(incurred) FROM entries GROUP BY 1, 2, 3, 4, 5"
constexpr std::string_view totals_sql =
    "WITH sums AS (" PARLEY_SUMS_OF_ROWS
    ") SELECT DISTINCT date(day * 86400, 'unixepoch') FROM (SELECT * FROM (SELECT * FROM usage_days EXCEPT SELECT * FROM sums) "
    "UNION ALL SELECT * FROM (SELECT * FROM sums EXCEPT SELECT * FROM usage_days)) ORDER BY 1 LIMIT ?";
#undef PARLEY_SUMS_OF_ROWS

constexpr std::string_view entries_sql = " FROM entries WHERE id > ? ORDER BY id LIMIT ?";

/// What is wrong with the entry, or nothing.
std::string_view imbalance_of(const StoredEntry& stored) {
    Entry again = stored.entry;
    settle(again);
    if (again.attempts != stored.entry.attempts) return "the cost of an attempt is not that of its tokens";
    if (again.charged != stored.entry.charged) return "what is charged is not the sum of the attempts that answered";
    if (again.incurred != stored.entry.incurred) return "what is incurred is not the sum of the attempts";
    TokenCounts tokens = charged_tokens(again);
    tokens.input_audio = tokens.output_audio = 0;  // not in the row
    const bool passed_on = tokens == stored.tokens && is_estimated(again) == stored.estimated;
    return passed_on ? "" : "the tokens are not those of the attempts that answered";
}

}  // namespace

Result<AuditedEntries> audit_entries(store::Connection& connection, std::int64_t after) {
    auto query = connection.prepare("SELECT " + entry_columns + std::string(entries_sql));
    if (!query) return query.error();
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    query->bind(after, audited_entries_max);
    AuditedEntries audited{.imbalances = {}, .last_row = after};
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) break;
        StoredEntry stored = read_entry(*query);
        auto found = attempts->of_entry(stored.row);
        if (!found) return found.error();
        stored.entry.attempts = std::move(*found);
        ++audited.entries;
        audited.last_row = stored.row;
        const std::string_view imbalance = imbalance_of(stored);
        if (!imbalance.empty() && audited.imbalances.size() < imbalances_max) {
            audited.imbalances.push_back("entry " + stored.entry.opening.request_id + ": " + std::string(imbalance));
        }
    }
    audited.more = audited.entries == static_cast<std::int64_t>(audited_entries_max);
    return audited;
}

Result<std::vector<std::string>> audit_totals(store::Connection& connection) {
    auto query = connection.prepare(totals_sql);
    if (!query) return query.error();
    query->bind(imbalances_max);
    std::vector<std::string> imbalances;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) return imbalances;
        imbalances.push_back("day " + query->text(0) + ": the totals are not the sums of the rows");
    }
}

}  // namespace parley::ledger
