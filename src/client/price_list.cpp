#include "client/price_list.hpp"

#include <limits>

#include "json/document.hpp"

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
    using Sum = unsigned __int128;
    constexpr Sum picodollars_per_nanodollar = 1'000;
    const auto part = [](std::int64_t tokens, PricePerToken price) {
        return static_cast<Sum>(tokens) * price.picodollars;
    };
    const std::int64_t writes = usage.cache_write_5m_tokens + usage.cache_write_1h_tokens;
    Sum sum = part(usage.prompt_tokens - usage.cached_tokens - writes, prices.input);
    sum += part(usage.cached_tokens, prices.cache_read.value_or(prices.input));
    sum += part(usage.cache_write_5m_tokens, prices.cache_write_5m.value_or(prices.input));
    sum += part(usage.cache_write_1h_tokens, prices.cache_write_1h.value_or(prices.input));
    sum += part(usage.completion_tokens, prices.output);
    const Sum nanodollars = (sum + picodollars_per_nanodollar / 2) / picodollars_per_nanodollar;
    if (nanodollars > static_cast<Sum>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return Money{static_cast<std::int64_t>(nanodollars)};
}

std::string print_dollar_number(Money money) {
    constexpr std::int64_t nanodollars_per_dollar = 1'000'000'000;
    constexpr std::size_t decimals = 9;
    std::string text = std::to_string(money.nanodollars / nanodollars_per_dollar);
    const std::string fraction = std::to_string(money.nanodollars % nanodollars_per_dollar);
    text += "." + std::string(decimals - fraction.size(), '0') + fraction;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string print_dollars(Money money) { return "$" + print_dollar_number(money); }

}  // namespace parley::client
