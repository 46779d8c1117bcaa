#include "ledger/entry_writer.hpp"

#include <string>
#include <utility>

#include "ledger/entry_table.hpp"
#include "ledger/merge.hpp"
#include "ledger/stored_entry.hpp"

namespace parley::ledger {

std::optional<Error> EntryWriter::add(std::span<const Entry> entries) {
    to_store_.clear();
    to_store_.reserve(entries.size());
    for (const Entry& entry : entries) to_store_.push_back({.entry = &entry, .totals = totals_of(entry)});
    for (std::span<EntryToStore> left(to_store_); !left.empty();) {
        const std::size_t some = EntryRows::together(left);
        if (auto error = store_some(left.first(some))) return error;
        left = left.subspan(some);
    }
    return std::nullopt;
}

// Those that go together, and each by itself from one on that does not.
std::optional<Error> EntryWriter::store_some(std::span<EntryToStore> entries) {
    if (entries.size() > 1) {
        const Result<std::size_t> stored = rows_.insert_together(entries);
        if (!stored) return stored.error();
        for (const EntryToStore& entry : entries.first(*stored)) sums_.came(entry);
        entries = entries.subspan(*stored);
    }
    for (EntryToStore& entry : entries) {
        if (auto error = store_one(entry)) return error;
    }
    return std::nullopt;
}

std::optional<Error> EntryWriter::store_one(EntryToStore& entry) {
    const Result<bool> is_new = rows_.insert(entry);
    if (!is_new) return is_new.error();
    if (!*is_new) return bring_news(*entry.entry);
    sums_.came(entry);
    return std::nullopt;
}

// The rare path: the request is known already.
std::optional<Error> EntryWriter::bring_news(const Entry& entry) {
    Result<StoredEntry> stored = find_stored(connection_, entry.opening.request_id);
    if (!stored) return stored.error();
    const std::optional<Entry> merged = with_news(std::move(stored->entry), entry);
    if (!merged) return std::nullopt;
    if (auto error = remove(stored->row)) return error;
    EntryToStore news{.entry = &*merged, .totals = totals_of(*merged)};
    const Result<bool> is_new = rows_.insert(news);
    if (!is_new) return is_new.error();
    if (*is_new) sums_.came(news);
    return std::nullopt;
}

// Its attempts go with it.
std::optional<Error> EntryWriter::remove(std::int64_t row) {
    auto summed = connection_.prepare_kept("SELECT " + std::string(summed_columns) + " FROM entries WHERE id = ?");
    if (!summed) return summed.error();
    const Result<bool> found = summed->bind(row).step();
    if (!found) return found.error();
    if (*found) sums_.count(*summed, UsageSums::Direction::went);
    return remove_stored(connection_, row);
}

}  // namespace parley::ledger
