// record_fields.hpp: the fields of each value, once, for whoever writes them, reads them, or counts their bytes.
//
// The order is the format: new fields go to the end of their block. A visitor has number(field, most), text(field, bytes_max),
// flag(field), duration(field), word(enumerator, count), and present(optional), which says whether the optional's fields follow.
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "ledger/entry.hpp"
#include "ledger/record_bytes.hpp"

namespace parley::ledger {

/// Microseconds since 1970, until the year 4253.
inline constexpr std::uint64_t moment_most = (std::uint64_t{1} << 56) - 1;
inline constexpr std::uint64_t http_status_most = 999;
inline constexpr std::uint64_t attempt_number_most = 0xFFFF;
inline constexpr std::uint64_t increase_most = 10'000;  // basis points: what the catalogue allows

template <class Value, class Plain>
concept Of = std::same_as<std::remove_const_t<Value>, Plain>;

template <class Visitor, Of<Opening> Value>
void visit_fields(Visitor& visitor, Value& opening) {
    visitor.text(opening.request_id, request_id_bytes_max);
    visitor.text(opening.client_request_id, client_request_id_bytes_max);
    visitor.number(opening.began, moment_most);
    visitor.text(opening.account, account_bytes_max);
    visitor.text(opening.key_id, key_id_bytes_max);
    visitor.text(opening.asked_model, model_bytes_max);
    visitor.flag(opening.stream);
}

template <class Visitor, Of<TokenCounts> Value>
void visit_fields(Visitor& visitor, Value& tokens) {
    visitor.number(tokens.input, quantity_most);
    visitor.number(tokens.cache_read, quantity_most);
    visitor.number(tokens.cache_write_5m, quantity_most);
    visitor.number(tokens.cache_write_1h, quantity_most);
    visitor.number(tokens.output, quantity_most);
    visitor.number(tokens.reasoning, quantity_most);
    visitor.number(tokens.input_audio, quantity_most);
    visitor.number(tokens.output_audio, quantity_most);
}

template <class Visitor, Of<Rates> Value>
void visit_fields(Visitor& visitor, Value& rates) {
    visitor.number(rates.input.picodollars, quantity_most);
    visitor.number(rates.cache_read.picodollars, quantity_most);
    visitor.number(rates.cache_write_5m.picodollars, quantity_most);
    visitor.number(rates.cache_write_1h.picodollars, quantity_most);
    visitor.number(rates.output.picodollars, quantity_most);
}

/// How it went: what an attempt and an entry have in common.
template <class Visitor, class Value>
void visit_course(Visitor& visitor, Value& value) {
    if (visitor.present(value.first_chunk)) visitor.duration(*value.first_chunk);
    visitor.duration(value.total);
    visitor.word(value.outcome, Outcome::count);
    visitor.number(value.http_status, http_status_most);
    visitor.text(value.error_class, error_class_bytes_max);
}

template <class Visitor, Of<Attempt> Value>
void visit_fields(Visitor& visitor, Value& attempt) {
    visitor.number(attempt.number, attempt_number_most);
    visitor.word(attempt.kind, AttemptKind::count);
    visitor.text(attempt.target.provider, provider_bytes_max);
    visitor.text(attempt.target.model, model_bytes_max);
    visitor.text(attempt.target.region, region_bytes_max);
    visitor.duration(attempt.began);
    visit_course(visitor, attempt);
    visitor.text(attempt.upstream_id, upstream_id_bytes_max);
    visitor.flag(attempt.answered);
    visit_fields(visitor, attempt.tokens);
    visitor.flag(attempt.estimated);
    if (visitor.present(attempt.rates)) visit_fields(visitor, *attempt.rates);
    visitor.number(attempt.regional_increase.value, increase_most);
}

/// All but the opening and the attempts, which are blocks of their own.
template <class Visitor, Of<Entry> Value>
void visit_fields(Visitor& visitor, Value& entry) {
    visitor.text(entry.answered_model, model_bytes_max);
    visit_course(visitor, entry);
}

}  // namespace parley::ledger
