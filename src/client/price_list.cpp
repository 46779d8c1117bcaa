#include "client/price_list.hpp"

#include "json/document.hpp"
#include "ledger/cost.hpp"

namespace parley::client {
namespace {

std::optional<PricePerToken> price_of(json::Value value) {
    if (!value.is(json::Kind::number)) return std::nullopt;
    return parse_price(value.raw());  // -1 says that nobody knows, and is no price
}

std::optional<catalog::Prices> prices_of(json::Value pricing) {
    const auto input = price_of(pricing.find("prompt"));
    const auto output = price_of(pricing.find("completions"));
    if (!input || !output) return std::nullopt;
    return catalog::Prices{.input = *input,
                           .output = *output,
                           .cache_read = price_of(pricing.find("input_cache_read")),
                           .cache_write_5m = price_of(pricing.find("input_cache_write")),
                           .cache_write_1h = price_of(pricing.find("input_cache_write_1h"))};
}

}  // namespace

PriceList read_price_list(std::string_view body) {
    PriceList list;
    json::Document document;
    if (document.parse(body)) return list;
    for (const json::Value model : document.root().find("data").elements()) {
        const json::Value id = model.find("id");
        const auto prices = prices_of(model.find("pricing").find("global"));
        if (id.is(json::Kind::string) && prices) list.emplace(id.string(), *prices);
    }
    return list;
}

std::optional<Money> cost_of(const openai::Usage& usage, const catalog::Prices& prices) {
    const Result<Money> cost = ledger::cost_of(ledger::tokens_of(usage), ledger::rates_of(prices), {});
    return cost ? std::optional(*cost) : std::nullopt;
}

}  // namespace parley::client
