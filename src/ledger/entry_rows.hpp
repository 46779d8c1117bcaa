// entry_rows.hpp: entries and attempts as rows: which column holds what, for writing and for reading. Tables: store/schema.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "ledger/entry.hpp"
#include "ledger/row_check.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// Writes rows. Its statements are prepared once for many of them.
class EntryRows {
  public:
    /// The connection outlives it.
    static Result<EntryRows> prepare(store::Connection& connection);

    /// With its attempts. What was stored as the row's check; empty when there is a row with this request_id already, which stays as
    /// it is.
    Result<std::optional<RowCheck>> insert(const Entry& entry);

  private:
    EntryRows(store::Connection& connection, store::Statement entry, store::Statement attempt)
        : connection_(connection), entry_(std::move(entry)), attempt_(std::move(attempt)) {}
    template <class EntryColumns>
    RowCheck check_of(const EntryColumns& columns, const std::vector<Attempt>& attempts);

    store::Connection& connection_;
    store::Statement entry_;
    store::Statement attempt_;
    std::string bytes_;  // that a check is made from, kept
};

struct StoredEntry {
    std::int64_t row = 0;
    Entry entry;
    // What the row says of its attempts, for reports.
    TokenCounts tokens;
    bool estimated = false;
    std::string region;
};

/// The columns in the order in which read_entry() takes them; "SELECT " them FROM entries.
extern const std::string entry_columns;

/// The current row; its attempts are another query's.
StoredEntry read_entry(const store::Statement& row);

/// Reads the attempts of entries. Its statement is prepared once for many of them.
class AttemptRows {
  public:
    static Result<AttemptRows> prepare(store::Connection& connection);
    /// By number. Appends what the entry's check is made from to `bytes`, if there is one.
    Result<std::vector<Attempt>> of_entry(std::int64_t row, std::string* bytes = nullptr);

  private:
    explicit AttemptRows(store::Statement query) : query_(std::move(query)) {}
    store::Statement query_;
};

}  // namespace parley::ledger
