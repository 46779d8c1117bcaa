#include "ledger/entry_table.hpp"

#include <algorithm>
#include <utility>

#include "ledger/entry_writer.hpp"
#include "ledger/stored_entry.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view list_sql =
    " FROM entries WHERE began >= ? AND began < ? AND (began, id) < (?, ?) AND account = coalesce(?, account) "
    "AND key_id = coalesce(?, key_id) AND iif(answered_model = '', asked_model, answered_model) = "
    "coalesce(?, iif(answered_model = '', asked_model, answered_model)) ORDER BY began DESC, id DESC LIMIT ?";

std::optional<std::string> stated(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

std::optional<Error> remove_stored(store::Connection& connection, std::int64_t row) {
    auto remove = connection.prepare_kept("DELETE FROM stored_entries WHERE id = ?");
    if (!remove) return remove.error();
    return remove->run_with(row);
}

std::optional<Error> store_entries(store::Connection& connection, std::span<const Entry> entries) {
    EntryWriter writer(connection);
    if (auto error = writer.add(entries)) return error;
    return writer.finish();
}

Result<Entry> find_entry(store::Connection& connection, const std::string& request_id) {
    Result<StoredEntry> stored = find_stored(connection, request_id);
    if (!stored) return stored.error();
    return std::move(stored->entry);
}

Result<EntryPage> list_entries(store::Connection& connection, const EntryFilter& filter, const PageEnd& after, std::size_t limit) {
    auto query = connection.prepare("SELECT " + std::string(entry_columns) + std::string(list_sql));
    if (!query) return query.error();
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    const std::size_t wanted = std::min(limit, page_entries_max);
    query->bind(filter.since, filter.until, after.began, after.row, stated(filter.account), stated(filter.key_id), stated(filter.model),
                wanted + 1);
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
