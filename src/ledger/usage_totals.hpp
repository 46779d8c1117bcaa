// usage_totals.hpp: what usage adds up, of one request or of many.
#pragma once

#include <cstdint>

#include "base/money.hpp"
#include "ledger/entry.hpp"
#include "ledger/token_counts.hpp"

namespace parley::ledger {

struct UsageTotals {
    std::int64_t requests = 0;
    std::int64_t estimated = 0;  // of the requests: their tokens are in part our guess
    TokenCounts tokens = {};     // that callers pay for; sound is not told apart
    Money charged = {};
    Money incurred = {};
    std::int64_t without_charge = 0;  // requests whose charge, or cost, is not known and not in the sums
    std::int64_t without_cost = 0;

    bool operator==(const UsageTotals&) const = default;
};

/// Of one request.
UsageTotals totals_of(const Entry& entry);

}  // namespace parley::ledger
