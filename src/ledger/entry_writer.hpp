// entry_writer.hpp: entries put into the store within one transaction, some at a time, and the sums of them all at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "ledger/entry.hpp"
#include "ledger/entry_rows.hpp"
#include "ledger/usage_sums.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// As store_entries() says (entry_table.hpp), for entries that come while it writes. After an error the transaction is to be taken back.
class EntryWriter {
  public:
    /// The connection outlives it.
    explicit EntryWriter(store::Connection& connection) : connection_(connection), rows_(connection) {}

    /// The entries need not stay where they are.
    std::optional<Error> add(std::span<const Entry> entries);
    /// Adds to the stored sums what came. Nothing may be added afterwards.
    std::optional<Error> finish() { return sums_.write(connection_); }

  private:
    std::optional<Error> store_some(std::span<EntryToStore> entries);
    std::optional<Error> store_one(EntryToStore& entry);
    std::optional<Error> bring_news(const Entry& entry);
    std::optional<Error> remove(std::int64_t row);

    store::Connection& connection_;
    EntryRows rows_;
    UsageSums sums_;
    std::vector<EntryToStore> to_store_;
};

}  // namespace parley::ledger
