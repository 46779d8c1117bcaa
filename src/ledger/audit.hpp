// audit.hpp: do the books balance? Every stored cost is computed again from the tokens and rates beside it, and every total from
// its rows. Functions over the store's connection, called on its thread, in pieces that leave it time for other work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// The entries whose row follows `after`, audited_entries_max at most: the cost of each attempt, what the entry charges and
/// incurs, the tokens that it passes on to reports, and everything else by the row's check.
Result<AuditedEntries> audit_entries(store::Connection& connection, std::int64_t after);

/// What one piece of an audit of the totals visits at most, or a little more.
inline constexpr std::int64_t audited_rows_enough = 20'000;
inline constexpr int audited_hours_max = 200;

struct AuditedTotals {
    std::vector<std::string> imbalances;    // a sentence for each day
    std::optional<std::int64_t> next = {};  // the next piece begins at this Unix second; empty: this was the last
};

/// Days whose totals, by minute, hour or day, are not the sums of their rows: numbers were changed, or rows came or went without the
/// ledger's doing.
///
/// since  the hour to begin with, as a Unix second: 0, and then `next`
Result<AuditedTotals> audit_totals(store::Connection& connection, std::int64_t since);

}  // namespace parley::ledger
