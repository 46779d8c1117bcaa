#include "ledger/audit.hpp"

#include <string_view>
#include <utility>

#include "ledger/stored_entry.hpp"

namespace parley::ledger {
namespace {

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

/// By the check, which is the last column.
std::string_view check_fault(const store::Statement& row, const RowBytes& bytes) {
    const int check_column = row.columns() - 1;
    if (row.is_null(check_column)) return "";  // older than checks are
    const bool is_as_written = bytes.fit(static_cast<RowCheck>(row.integer(check_column)));
    return is_as_written ? "" : "it is not what was written";
}

}  // namespace

Result<AuditedEntries> audit_entries(store::Connection& connection, std::int64_t after) {
    auto query = connection.prepare("SELECT " + std::string(entry_columns) + std::string(entries_sql));
    if (!query) return query.error();
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    query->bind(after, audited_entries_max);
    AuditedEntries audited{.imbalances = {}, .last_row = after};
    RowBytes bytes;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) break;
        StoredEntry stored = read_entry(*query);
        bytes.begin(*query);
        auto found = attempts->of_entry(stored.row, &bytes);
        if (!found) return found.error();
        stored.entry.attempts = std::move(*found);
        ++audited.entries;
        audited.last_row = stored.row;
        std::string_view imbalance = imbalance_of(stored);
        if (imbalance.empty()) imbalance = check_fault(*query, bytes);
        if (!imbalance.empty() && audited.imbalances.size() < imbalances_max) {
            audited.imbalances.push_back("entry " + stored.entry.opening.request_id + ": " + std::string(imbalance));
        }
    }
    audited.more = audited.entries == static_cast<std::int64_t>(audited_entries_max);
    return audited;
}

}  // namespace parley::ledger
