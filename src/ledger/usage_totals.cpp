#include "ledger/usage_totals.hpp"

namespace parley::ledger {

UsageTotals totals_of(const Entry& entry) {
    UsageTotals totals{.requests = 1, .estimated = is_estimated(entry), .tokens = charged_tokens(entry)};
    totals.charged = entry.charged.value_or(Money{});
    totals.incurred = entry.incurred.value_or(Money{});
    totals.without_charge = !entry.charged;
    totals.without_cost = !entry.incurred;
    return totals;
}

}  // namespace parley::ledger
