// audit.hpp: do the books balance? Every stored cost is computed again from the tokens and rates beside it, and every total from
// its rows. Functions over the store's connection, called on its thread, in pieces that leave it time for other work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

inline constexpr std::size_t audited_entries_max = 1'000;
/// Told of one piece; more would say no more.
inline constexpr std::size_t imbalances_max = 100;

struct AuditedEntries {
    std::int64_t entries = 0;
    std::vector<std::string> imbalances;  // a sentence each, with the request's id
    std::int64_t last_row = 0;            // the next piece begins after it
    bool more = false;
};

/// The entries whose row follows `after`, audited_entries_max at most: the cost of each attempt, what the entry charges and incurs,
/// the tokens that it passes on to reports.
Result<AuditedEntries> audit_entries(store::Connection& connection, std::int64_t after);

/// Days whose totals are not the sums of their rows, a sentence each. One pass over all rows: seconds for a million.
Result<std::vector<std::string>> audit_totals(store::Connection& connection);

}  // namespace parley::ledger
