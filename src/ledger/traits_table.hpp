// traits_table.hpp: the traits that many entries, or attempts, have in common, each stored once. Found again within a batch without
// asking the store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ledger/check_bytes.hpp"
#include "ledger/entry.hpp"
#include "ledger/stored_values.hpp"
#include "ledger/usage_totals.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// Stored traits: their row, and the check of their columns, which stands for them in the check of what has them.
struct Traits {
    std::int64_t row = 0;
    RowCheck check = 0;
};

/// One batch's, within one transaction: what was added in one that is taken back is not there.
class TraitsTable {
  public:
    explicit TraitsTable(store::Connection& connection) : connection_(connection) {}

    Result<Traits> find_or_add(const Entry& entry, const UsageTotals& totals);
    Result<Traits> find_or_add(const Attempt& attempt);

  private:
    template <class Values>
    struct Known {
        std::map<std::string, Traits, std::less<>> by_bytes;
        KeptValues<Values> newest;  // nearly always those of the next, too
        Traits traits;              // of the newest
    };
    template <class Values>
    Result<Traits> find_or_add(Known<Values>& known, std::string_view find_sql, std::string_view add_sql, const Values& values);

    store::Connection& connection_;
    Known<EntryTraits> entries_;
    Known<AttemptTraits> attempts_;
    CheckBytes bytes_;
};

}  // namespace parley::ledger
