// stored_entry.hpp: entries and attempts read back from the views of the store, which show each with its traits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ledger/check_bytes.hpp"
#include "ledger/entry.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

struct StoredEntry {
    std::int64_t row = 0;
    Entry entry;
    // What the row says of its attempts, for reports.
    TokenCounts tokens;
    bool estimated = false;
    std::string region;
};

/// The columns in the order in which read_entry() takes them; "SELECT " them FROM entries. The check is the last.
extern const std::string_view entry_columns;

/// The current row; its attempts are another query's.
StoredEntry read_entry(const store::Statement& row);

/// What the check of a row is made from, put together from its columns. Rows that are older than traits have a check of another form.
class RowBytes {
  public:
    void begin(const store::Statement& entry);
    void add_attempt(const store::Statement& attempt);
    /// Whether it is that of these bytes, in either form.
    bool fit(RowCheck check) const;

  private:
    CheckBytes bytes_;
    CheckBytes traits_;
    std::string before_traits_;  // the same in the older form
};

/// Reads the attempts of entries. Its statement is prepared once for many of them.
class AttemptRows {
  public:
    static Result<AttemptRows> prepare(store::Connection& connection);
    /// By number. Adds them to `bytes`, if there are any wanted.
    Result<std::vector<Attempt>> of_entry(std::int64_t row, RowBytes* bytes = nullptr);

  private:
    explicit AttemptRows(store::Statement query) : query_(std::move(query)) {}
    store::Statement query_;
};

/// With its attempts. Errors: ErrorKind::not_found.
Result<StoredEntry> find_stored(store::Connection& connection, const std::string& request_id);

}  // namespace parley::ledger
