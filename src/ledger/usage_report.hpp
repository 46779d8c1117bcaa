// usage_report.hpp: what was used and what it cost, added up in the store. The totals are the sums of the rows that are there.
//
// A time is cut into whole days, whole hours and whole minutes, whose sums are there (usage_sums.hpp), and what is left of a minute at
// either end, which is added up from the rows: a million rows take seconds to group.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ledger/entry_table.hpp"
#include "ledger/usage_totals.hpp"

namespace parley::ledger {

enum class UsageBy : std::uint8_t {
    model,  // that answered, or was asked where none answered
    key,    // its id, or the name of a key of the configuration
    account,
    day,  // in UTC: "2026-07-01"
    outcome,
    region,  // where the answer came from, or where it was last looked for; "" where nobody was asked
    count,
};
std::string_view to_string(UsageBy by);
std::optional<UsageBy> usage_by_named(std::string_view name);

struct UsageRow {
    std::vector<std::string> groups = {};  // one name for each grouping, in their order
    UsageTotals totals = {};

    bool operator==(const UsageRow&) const = default;
};

struct UsageReport {
    std::vector<UsageRow> rows = {};  // in the order of the groups' names
    UsageTotals total = {};           // the sum of the rows
};

/// One report holds no more rows; a shorter time does.
inline constexpr std::size_t usage_rows_max = 10'000;

/// `by`: at least one grouping, none of them twice.
///
/// Errors  ErrorKind::bad_request above usage_rows_max; the store's, and a sum that does not fit 64 bits.
Result<UsageReport> usage_report(store::Connection& connection, std::span<const UsageBy> by, const EntryFilter& filter);

}  // namespace parley::ledger
