#include "ledger/entry_table.hpp"

#include <algorithm>
#include <utility>

#include "ledger/entry_rows.hpp"
#include "ledger/merge.hpp"
#include "ledger/stored_entry.hpp"
#include "ledger/usage_sums.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view find_sql = " FROM entries WHERE id = (SELECT id FROM stored_entries WHERE request_id = ?)";
constexpr std::string_view list_sql =
    " FROM entries WHERE began >= ? AND began < ? AND (began, id) < (?, ?) AND account = coalesce(?, account) "
    "AND key_id = coalesce(?, key_id) AND iif(answered_model = '', asked_model, answered_model) = "
    "coalesce(?, iif(answered_model = '', asked_model, answered_model)) ORDER BY began DESC, id DESC LIMIT ?";

std::string select_entries(std::string_view rest) {
    return "SELECT " + std::string(entry_columns) + std::string(rest);
}

std::optional<std::string> stated(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

Result<StoredEntry> find_stored(store::Connection& connection, const std::string& request_id) {
    auto query = connection.prepare(select_entries(find_sql));
    if (!query) return query.error();
    StoredId(request_id).pass_to([&](const auto& id) { query->bind(id); });
    const Result<bool> row = query->step();
    if (!row) return row.error();
    if (!*row) {
        return Error{.kind = ErrorKind::not_found,
                     .source = ErrorSource::downstream,
                     .message = "there is no entry for this request id"};
    }
    StoredEntry stored = read_entry(*query);
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    auto found = attempts->of_entry(stored.row);
    if (!found) return found.error();
    stored.entry.attempts = std::move(*found);
    return stored;
}

/// Its attempts go with it.
std::optional<Error> remove_entry(store::Connection& connection, std::int64_t row, UsageSums& sums) {
    auto summed = connection.prepare_kept("SELECT " + std::string(summed_columns) + " FROM entries WHERE id = ?");
    if (!summed) return summed.error();
    const Result<bool> found = summed->bind(row).step();
    if (!found) return found.error();
    if (*found) sums.count(*summed, UsageSums::Direction::went);
    return remove_stored(connection, row);
}

/// The rare path: the request is known already.
std::optional<Error> bring_news(store::Connection& connection, EntryRows& rows, const Entry& entry, UsageSums& sums) {
    Result<StoredEntry> stored = find_stored(connection, entry.opening.request_id);
    if (!stored) return stored.error();
    const std::optional<Entry> merged = with_news(std::move(stored->entry), entry);
    if (!merged) return std::nullopt;
    if (auto error = remove_entry(connection, stored->row, sums)) return error;
    EntryToStore news{.entry = &*merged, .totals = totals_of(*merged)};
    const Result<bool> is_new = rows.insert(news);
    if (!is_new) return is_new.error();
    if (*is_new) sums.came(news);
    return std::nullopt;
}

std::optional<Error> store_one(store::Connection& connection, EntryRows& rows, EntryToStore& entry, UsageSums& sums) {
    const Result<bool> is_new = rows.insert(entry);
    if (!is_new) return is_new.error();
    if (!*is_new) return bring_news(connection, rows, *entry.entry, sums);
    sums.came(entry);
    return std::nullopt;
}

/// Those that go together, or each by itself where that does not do.
std::optional<Error> store_some(store::Connection& connection, EntryRows& rows, std::span<EntryToStore> entries, UsageSums& sums) {
    if (entries.size() > 1) {
        const Result<bool> are_new = rows.insert_together(entries);
        if (!are_new) return are_new.error();
        for (const EntryToStore& entry : entries) {
            if (*are_new) sums.came(entry);
        }
        if (*are_new) return std::nullopt;
    }
    for (EntryToStore& entry : entries) {
        if (auto error = store_one(connection, rows, entry, sums)) return error;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> remove_stored(store::Connection& connection, std::int64_t row) {
    auto remove = connection.prepare_kept("DELETE FROM stored_entries WHERE id = ?");
    if (!remove) return remove.error();
    return remove->run_with(row);
}

std::optional<Error> store_entries(store::Connection& connection, std::span<const Entry> entries) {
    EntryRows rows(connection);
    UsageSums sums;
    std::vector<EntryToStore> to_store;
    to_store.reserve(entries.size());
    for (const Entry& entry : entries) to_store.push_back({.entry = &entry, .totals = totals_of(entry)});
    for (std::span<EntryToStore> left(to_store); !left.empty();) {
        const std::size_t some = EntryRows::together(left);
        if (auto error = store_some(connection, rows, left.first(some), sums)) return error;
        left = left.subspan(some);
    }
    return sums.write(connection);
}

Result<Entry> find_entry(store::Connection& connection, const std::string& request_id) {
    Result<StoredEntry> stored = find_stored(connection, request_id);
    if (!stored) return stored.error();
    return std::move(stored->entry);
}

Result<EntryPage> list_entries(store::Connection& connection, const EntryFilter& filter, const PageEnd& after,
                               std::size_t limit) {
    auto query = connection.prepare(select_entries(list_sql));
    if (!query) return query.error();
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    const std::size_t wanted = std::min(limit, page_entries_max);
    query->bind(filter.since, filter.until, after.began, after.row, stated(filter.account), stated(filter.key_id),
                stated(filter.model), wanted + 1);
    EntryPage page;
    PageEnd end;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) return page;
        if (page.entries.size() == wanted) break;
        StoredEntry stored = read_entry(*query);
        auto found = attempts->of_entry(stored.row);
        if (!found) return found.error();
        stored.entry.attempts = std::move(*found);
        end = {.began = stored.entry.opening.began, .row = stored.row};
        page.entries.push_back(std::move(stored.entry));
    }
    page.next = end;
    return page;
}

}  // namespace parley::ledger
