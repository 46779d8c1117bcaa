// entry_rows.hpp: entries and attempts as rows: which column holds what, for writing and for reading. Tables: store/schema.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "ledger/entry.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// Writes rows. Its statements are prepared once for many of them.
class EntryRows {
  public:
    static Result<EntryRows> prepare(store::Connection& connection);

    /// The new row's number; empty when there is one with this request_id already, which stays as it is.
    Result<std::optional<std::int64_t>> insert(const Entry& entry);
    std::optional<Error> insert_attempts(std::int64_t row, const std::vector<Attempt>& attempts);

  private:
    EntryRows(store::Statement entry, store::Statement attempt) : entry_(std::move(entry)), attempt_(std::move(attempt)) {}

    store::Statement entry_;
    store::Statement attempt_;
};

struct StoredEntry {
    std::int64_t row = 0;
    Entry entry;
    // What the row says of its attempts, for reports.
    TokenCounts tokens;
    bool estimated = false;
};

/// The columns in the order in which read_entry() takes them; "SELECT " them FROM entries.
extern const std::string entry_columns;

/// The current row; its attempts are another query's.
StoredEntry read_entry(const store::Statement& row);

/// Reads the attempts of entries. Its statement is prepared once for many of them.
class AttemptRows {
  public:
    static Result<AttemptRows> prepare(store::Connection& connection);
    /// By number.
    Result<std::vector<Attempt>> of_entry(std::int64_t row);

  private:
    explicit AttemptRows(store::Statement query) : query_(std::move(query)) {}
    store::Statement query_;
};

}  // namespace parley::ledger
