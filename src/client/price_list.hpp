// price_list.hpp: what a gateway's models cost, as its GET /v1/models says, and what an answer has cost by that.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "catalog/model.hpp"
#include "openai/events.hpp"

namespace parley::client {

/// By model. A model whose price nobody knows is not in it.
using PriceList = std::map<std::string, catalog::Prices, std::less<>>;

/// Reads the body of GET /v1/models: the prices under `pricing.global`. Empty for a body that is none.
PriceList read_price_list(std::string_view body);

/// As the ledger computes it, at list prices: a gateway may add a regional increase of a few percent. Nothing when the sum is more
/// than Money holds.
std::optional<Money> cost_of(const openai::Usage& usage, const catalog::Prices& prices);

}  // namespace parley::client
