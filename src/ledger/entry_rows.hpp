// entry_rows.hpp: entries and attempts put into the store's tables. Reading them: stored_entry.hpp. Tables:
// store/schema_compact_ledger.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/uuid_bytes.hpp"
#include "ledger/check_bytes.hpp"
#include "ledger/entry.hpp"
#include "ledger/row_check.hpp"
#include "ledger/traits_table.hpp"
#include "ledger/usage_totals.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// As the store keeps it: 16 bytes for a UUID, for any other text itself. Of `text`, which outlives it.
class StoredId {
  public:
    StoredId() = default;
    explicit StoredId(std::string_view text) : text_(text), bytes_(uuid_bytes(text)) {}

    template <class Bind>
    auto pass_to(Bind bind) const {
        return bytes_ ? bind(store::Blob{{bytes_->data(), bytes_->size()}}) : bind(text_);
    }

  private:
    std::string_view text_;
    std::optional<UuidBytes> bytes_;
};

/// An entry on its way to the store, with what is derived from it once.
struct EntryToStore {
    const Entry* entry = nullptr;
    UsageTotals totals = {};
    RowCheck check = 0;  // known once it is stored
};

/// Writes rows, for one batch. What it is given outlives each call.
class EntryRows {
  public:
    /// Entries that one statement takes: for every row a statement begins at the roots of three trees, and within one it goes on
    /// where it was.
    static constexpr std::array<std::size_t, 3> together_sizes{32, 8, 1};
    static constexpr std::size_t together_max = together_sizes.front();

    /// The connection outlives it.
    explicit EntryRows(store::Connection& connection) : connection_(connection), traits_(connection) {}

    /// How many of the first entries one statement takes: one of the sizes above.
    static std::size_t together(std::span<const EntryToStore> entries);

    /// As many as together() said, and more than one. Says how many have a row now, the first ones: the one behind them has one already,
    /// or the store would not have it, and insert() tells which.
    Result<std::size_t> insert_together(std::span<EntryToStore> entries);

    /// With its attempts. False: there is a row with this request_id already, which stays as it is.
    Result<bool> insert(EntryToStore& entry);

  private:
    struct Row {
        StoredId id;
        std::int64_t traits = 0;
        std::optional<std::int64_t> attempt_traits;
    };

    Result<store::Statement*> statement_for(std::size_t entries);
    std::optional<Error> prepare_row(EntryToStore& entry, Row& row);
    int bind_row(store::Statement& statement, int first, const EntryToStore& entry, const Row& row);
    std::optional<Error> insert_attempts(const Entry& entry);

    store::Connection& connection_;
    std::array<std::optional<store::Statement>, together_sizes.size()> together_;  // for each of the sizes, once it is used
    TraitsTable traits_;
    std::vector<std::int64_t> attempt_traits_;  // of the entry that was prepared last
    std::array<Row, together_max> rows_;
    CheckBytes check_;
};

}  // namespace parley::ledger
