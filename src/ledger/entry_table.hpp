// entry_table.hpp: entries in the store. Functions over its connection, called on its thread, within its transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "ledger/entry.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// Stores each request once, however often its entry comes. What is stored of a finished request never changes; an `interrupted`
/// one gives way to news: to its end, which replaces it, or to another `interrupted` that knows more of it.
///
/// Errors: the store's, and a sum of money that is negative.
std::optional<Error> store_entries(store::Connection& connection, std::span<const Entry> entries);

/// The row and those of its attempts; the sums are the caller's business.
std::optional<Error> remove_stored(store::Connection& connection, std::int64_t row);

/// With its attempts. Errors: ErrorKind::not_found.
Result<Entry> find_entry(store::Connection& connection, const std::string& request_id);

/// Which entries; an empty text is any.
struct EntryFilter {
    UnixMicroseconds since = 0;
    UnixMicroseconds until = std::numeric_limits<UnixMicroseconds>::max();  // not included
    std::string account = {};
    std::string key_id = {};
    std::string model = {};  // that answered, or was asked where none answered
};

/// Where a page ends: the next one begins after it.
struct PageEnd {
    UnixMicroseconds began = std::numeric_limits<UnixMicroseconds>::max();
    std::int64_t row = std::numeric_limits<std::int64_t>::max();
};

inline constexpr std::size_t page_entries_max = 1'000;

struct EntryPage {
    std::vector<Entry> entries;                  // with their attempts, the newest first
    std::optional<PageEnd> next = std::nullopt;  // empty: nothing is left
};

/// At most page_entries_max, whatever `limit` says.
Result<EntryPage> list_entries(store::Connection& connection, const EntryFilter& filter, const PageEnd& after, std::size_t limit);

}  // namespace parley::ledger
