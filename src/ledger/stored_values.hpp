// stored_values.hpp: what the store keeps of an entry and of an attempt, as the values of columns: the traits that many have in
// common, and what is its own. Views of what they are taken from. Tables: store/schema_compact_ledger.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "ledger/entry.hpp"
#include "ledger/usage_totals.hpp"

namespace parley::ledger {

inline std::optional<std::int64_t> stored(const std::optional<Microseconds>& duration) {
    return duration ? std::optional<std::int64_t>(duration->count()) : std::nullopt;
}

inline std::optional<std::int64_t> stored(const std::optional<Money>& money) {
    return money ? std::optional(money->nanodollars) : std::nullopt;
}

inline std::optional<std::int64_t> stored(const std::optional<Rates>& rates, PricePerToken Rates::*rate) {
    return rates ? std::optional(static_cast<std::int64_t>(((*rates).*rate).picodollars)) : std::nullopt;
}

#define PARLEY_ENTRY_TRAITS "account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, region, estimated"
inline auto traits_of(const Entry& entry, const UsageTotals& totals) {
    const Opening& opening = entry.opening;
    return std::tuple(std::string_view(opening.account), std::string_view(opening.key_id), std::string_view(opening.asked_model),
                      std::string_view(entry.answered_model), opening.stream, to_string(entry.outcome), entry.http_status,
                      std::string_view(entry.error_class), region_of(entry), totals.estimated);
}

using EntryTraits = decltype(traits_of(std::declval<Entry>(), UsageTotals{}));

#define PARLEY_ENTRY_OWN                                                                                                    \
    "request_id, client_request_id, began, first_chunk, total, input, cache_read, cache_write_5m, cache_write_1h, output, " \
    "reasoning, charged, incurred"
inline auto own_values_of(const Entry& entry, const UsageTotals& totals) {
    const TokenCounts& tokens = totals.tokens;
    return std::tuple(std::string_view(entry.opening.request_id), std::string_view(entry.opening.client_request_id), entry.opening.began,
                      stored(entry.first_chunk), entry.total.count(), tokens.input, tokens.cache_read, tokens.cache_write_5m,
                      tokens.cache_write_1h, tokens.output, tokens.reasoning, stored(entry.charged), stored(entry.incurred));
}

#define PARLEY_ATTEMPT_TRAITS                                                                                      \
    "kind, provider, upstream_model, region, outcome, http_status, error_class, answered, estimated, input_rate, " \
    "cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, regional_increase"
inline auto traits_of(const Attempt& attempt) {
    const std::optional<Rates>& rates = attempt.rates;
    return std::tuple(to_string(attempt.kind), std::string_view(attempt.target.provider), std::string_view(attempt.target.model),
                      std::string_view(attempt.target.region), to_string(attempt.outcome), attempt.http_status,
                      std::string_view(attempt.error_class), attempt.answered, attempt.estimated, stored(rates, &Rates::input),
                      stored(rates, &Rates::cache_read), stored(rates, &Rates::cache_write_5m), stored(rates, &Rates::cache_write_1h),
                      stored(rates, &Rates::output), attempt.regional_increase.value);
}

using AttemptTraits = decltype(traits_of(std::declval<Attempt>()));

#define PARLEY_ATTEMPT_OWN                                                                                                   \
    "number, began, first_chunk, total, upstream_id, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, " \
    "input_audio, output_audio, cost"
inline auto own_values_of(const Attempt& attempt) {
    const TokenCounts& tokens = attempt.tokens;
    return std::tuple(attempt.number, attempt.began.count(), stored(attempt.first_chunk), attempt.total.count(),
                      std::string_view(attempt.upstream_id), tokens.input, tokens.cache_read, tokens.cache_write_5m, tokens.cache_write_1h,
                      tokens.output, tokens.reasoning, tokens.input_audio, tokens.output_audio, stored(attempt.cost));
}

/// The same values with texts of their own: to be compared when what they were taken from may be gone.
template <class Values>
struct WithTexts;
template <class... Values>
struct WithTexts<std::tuple<Values...>> {
    using type = std::tuple<std::conditional_t<std::is_same_v<Values, std::string_view>, std::string, Values>...>;
};
template <class Values>
using KeptValues = typename WithTexts<Values>::type;

/// Whether the entry's attempts are one that has its place in the entry's row: it says the same tokens and the same cost.
inline bool has_one_row(const Entry& entry, const UsageTotals& totals) {
    if (entry.attempts.size() != 1) return false;
    const Attempt& attempt = entry.attempts.front();
    return attempt.number == 0 && attempt.tokens == totals.tokens && attempt.tokens.input_audio == 0 && attempt.tokens.output_audio == 0 &&
           attempt.cost == entry.incurred;
}

}  // namespace parley::ledger
