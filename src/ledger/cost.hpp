// cost.hpp: what tokens cost, exactly. Whole pico-dollars for each token, one sum over the classes, one rounding.
#pragma once

#include "base/money.hpp"
#include "base/result.hpp"
#include "catalog/model.hpp"
#include "ledger/token_counts.hpp"

namespace parley::ledger {

/// A rate for each class: what an entry keeps of a price list, so that the list may change afterwards.
struct Rates {
    PricePerToken input = {};
    PricePerToken cache_read = {};
    PricePerToken cache_write_5m = {};
    PricePerToken cache_write_1h = {};
    PricePerToken output = {};

    bool operator==(const Rates&) const = default;
};

/// What the list does not state for cached tokens costs what `input` costs.
Rates rates_of(const catalog::Prices& prices);

/// The sum of tokens times rate over the classes, in 128 bits, with the regional increase on top, rounded half up to the
/// nano-dollar: once, at the end.
///
/// Errors  ErrorKind::internal for a negative count, and for a sum beyond Money's 9.2 thousand million dollars.
Result<Money> cost_of(const TokenCounts& tokens, const Rates& rates, BasisPoints regional_increase);

/// Errors: ErrorKind::internal when the sum does not fit.
Result<Money> sum_of(Money one, Money other);

}  // namespace parley::ledger
