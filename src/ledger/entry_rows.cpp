#include "ledger/entry_rows.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/stored_values.hpp"

namespace parley::ledger {
namespace {

// Those in front of a row that cannot be stay. Otherwise SQLite would keep a copy of each page that a statement changes, to undo it.
constexpr std::string_view insert_entries_sql =
    "INSERT OR FAIL INTO stored_entries (request_id, client_request_id, began, first_chunk, total, input, cache_read, cache_write_5m, "
    "cache_write_1h, output, reasoning, charged, incurred, traits, attempt_traits, attempt_began, attempt_first_chunk, attempt_total, "
    "upstream_id, row_check) VALUES ";
constexpr std::string_view entry_places = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view unless_known = " ON CONFLICT (request_id) DO NOTHING";
constexpr std::string_view insert_attempt_sql =
    "INSERT INTO stored_attempts (entry, traits, " PARLEY_ATTEMPT_OWN ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::string insert_entries(std::size_t count) {
    std::string sql(insert_entries_sql);
    for (std::size_t row = 0; row < count; ++row) {
        if (row > 0) sql += ", ";
        sql += entry_places;
    }
    if (count == 1) sql += unless_known;
    return sql;
}

}  // namespace

// Those of many rows have hundreds of values each to be forgotten afterwards: only where they are used.
Result<store::Statement*> EntryRows::statement_for(std::size_t entries) {
    static const std::array<std::string, together_sizes.size()> sqls{insert_entries(together_sizes[0]), insert_entries(together_sizes[1]),
                                                                     insert_entries(together_sizes[2])};
    const std::size_t which = static_cast<std::size_t>(std::ranges::find(together_sizes, entries) - together_sizes.begin());
    std::optional<store::Statement>& statement = together_[which];
    if (!statement) {
        auto prepared = connection_.prepare_kept(sqls[which]);
        if (!prepared) return prepared.error();
        statement.emplace(std::move(*prepared));
    }
    return &*statement;
}

std::size_t EntryRows::together(std::span<const EntryToStore> entries) {
    std::size_t run = 0;
    while (run < entries.size() && run < together_max && has_one_row(*entries[run].entry, entries[run].totals)) ++run;
    for (const std::size_t size : together_sizes) {
        if (run >= size) return size;
    }
    return 1;
}

Result<std::size_t> EntryRows::insert_together(std::span<EntryToStore> entries) {
    const auto statement = statement_for(entries.size());
    if (!statement) return statement.error();
    int place = 1;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (auto error = prepare_row(entries[at], rows_[at])) return std::move(*error);
        place = bind_row(**statement, place, entries[at], rows_[at]);
    }
    auto error = (*statement)->run();
    if (!error) return entries.size();
    if (!connection_.in_transaction()) return std::move(*error);  // SQLite has taken all of it back
    return static_cast<std::size_t>(connection_.changes());
}

Result<bool> EntryRows::insert(EntryToStore& entry) {
    Row& row = rows_.front();
    const auto statement = statement_for(1);
    if (!statement) return statement.error();
    if (auto error = prepare_row(entry, row)) return std::move(*error);
    bind_row(**statement, 1, entry, row);
    if (auto error = (*statement)->run()) return std::move(*error);
    if (connection_.changes() == 0) return false;
    if (!row.attempt_traits) {
        if (auto error = insert_attempts(*entry.entry)) return std::move(*error);
    }
    return true;
}

// What of a row stands elsewhere, and its check: of the entry's own columns and then of those of each attempt, and in front of each
// what stands for its traits.
std::optional<Error> EntryRows::prepare_row(EntryToStore& to_store, Row& row) {
    const Entry& entry = *to_store.entry;
    const auto add = [this](const auto&... values) { check_.add(values...); };
    const Result<Traits> traits = traits_.find_or_add(entry, to_store.totals);
    if (!traits) return traits.error();
    row.id = StoredId(entry.opening.request_id);
    row.traits = traits->row;
    check_.clear();
    check_.add(traits->check);
    std::apply(add, own_values_of(entry, to_store.totals));
    attempt_traits_.clear();
    for (const Attempt& attempt : entry.attempts) {
        const Result<Traits> its = traits_.find_or_add(attempt);
        if (!its) return its.error();
        attempt_traits_.push_back(its->row);
        check_.add(its->check);
        std::apply(add, own_values_of(attempt));
    }
    row.attempt_traits.reset();
    if (has_one_row(entry, to_store.totals)) row.attempt_traits = attempt_traits_.front();
    to_store.check = check_.check();
    return std::nullopt;
}

int EntryRows::bind_row(store::Statement& statement, int first, const EntryToStore& to_store, const Row& row) {
    const auto bind = [&](const auto&... values) { first = statement.bind_from(first, values...); };
    const auto bind_own = [&](std::string_view, const auto&... rest) { row.id.pass_to([&](const auto& id) { bind(id, rest...); }); };
    std::apply(bind_own, own_values_of(*to_store.entry, to_store.totals));
    bind(row.traits, row.attempt_traits);
    if (row.attempt_traits) {
        const Attempt& attempt = to_store.entry->attempts.front();
        bind(attempt.began.count(), stored(attempt.first_chunk), attempt.total.count(), std::string_view(attempt.upstream_id));
    } else {
        bind(std::nullopt, std::nullopt, std::nullopt, std::nullopt);
    }
    bind(static_cast<std::int64_t>(to_store.check));
    return first;
}

// Of the entry that was prepared and inserted last.
std::optional<Error> EntryRows::insert_attempts(const Entry& entry) {
    if (entry.attempts.empty()) return std::nullopt;
    const std::int64_t row = connection_.last_row();
    auto statement = connection_.prepare_kept(insert_attempt_sql);
    if (!statement) return statement.error();
    for (std::size_t at = 0; at < entry.attempts.size(); ++at) {
        const auto run = [&](const auto&... values) { return statement->run_with(row, attempt_traits_[at], values...); };
        if (auto error = std::apply(run, own_values_of(entry.attempts[at]))) return error;
    }
    return std::nullopt;
}

}  // namespace parley::ledger
