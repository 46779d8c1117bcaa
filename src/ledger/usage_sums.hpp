// usage_sums.hpp: the sums that usage reports are made from, kept beside the rows in the same transaction: by minute, hour and day, and
// by everything that a report can group. A batch of entries changes each sum once.
//
// Nothing but this file changes them: a row that comes or goes in another way leaves sums that are not those of the rows, which
// audit.hpp finds.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ledger/entry_rows.hpp"
#include "ledger/row_check.hpp"
#include "ledger/usage_totals.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

/// Seconds that a sum spans.
inline constexpr std::int64_t minute_span = 60;
inline constexpr std::int64_t hour_span = 3'600;
inline constexpr std::int64_t day_span = 86'400;

/// What a sum is of.
struct UsageGroup {
    std::int64_t start = 0;  // the Unix second in which its minute, hour or day begins
    std::string account = {};
    std::string key_id = {};
    std::string model = {};
    std::string region = {};
    std::string outcome = {};

    auto operator<=>(const UsageGroup&) const = default;
};

/// The numbers of UsageTotals in the order of the table, then the low and the high halves of the rows' checks. Empty: does not fit.
inline constexpr std::size_t sums_count = 14;
using UsageNumbers = std::array<std::optional<std::int64_t>, sums_count>;
using UsageGroups = std::map<UsageGroup, UsageNumbers>;

class UsageSums {
  public:
    UsageSums() = default;
    UsageSums(const UsageSums&) = delete;
    UsageSums& operator=(const UsageSums&) = delete;

    void came(const EntryToStore& stored);
    enum class Direction { came, went };
    /// `row` has the columns of `summed_columns`, from `column` on.
    void count(const store::Statement& row, Direction direction, int column = 0);

    /// Adds what was counted to the stored sums.
    std::optional<Error> write(store::Connection& connection) const;

    const UsageGroups& minutes() const { return minutes_; }

  private:
    UsageGroups minutes_;
    UsageGroups::iterator newest_ = minutes_.end();  // entries come by the hundred of one group
};

/// Of the view `entries`, in the order in which UsageSums::count() takes them.
extern const std::string_view summed_columns;

/// The same sums by longer spans.
UsageGroups gathered(const UsageGroups& groups, std::int64_t span);
/// The stored sums of a span whose start lies in [since, until).
Result<UsageGroups> read_sums(store::Connection& connection, std::int64_t span, std::int64_t since, std::int64_t until);

}  // namespace parley::ledger
