// race.hpp: two calls for one stream, of which the one that speaks first is taken.
#pragma once

#include <memory>
#include <optional>

#include "exchange/relay.hpp"

namespace parley::exchange {

/// Milliseconds that a request's first chunk may take before a second target is asked. The caller's word wins over the configuration's.
inline constexpr std::string_view first_chunk_budget_field = "x-parley-ttft-budget-ms";
inline constexpr std::int64_t first_chunk_budget_ms_max = 300'000;

/// The error for a field of that name that says nothing we understand.
std::optional<Error> check_first_chunk_budget(const ExchangeContext& context);

/// For how long the call's target may be silent; nothing: nobody is asked beside it.
std::optional<Duration> patience_with(const ExchangeContext& context, const Call& call);

/// Makes the turn's call, and once `patience` is over the one that would follow it, if it has a target and the budget has room. Whoever
/// prints a chunk first becomes `relay`; the other's connection is closed at once. The error is the last one, when both have failed.
Task<std::optional<Error>> begin_first(std::unique_ptr<Relay>& relay, ExchangeContext& context, ChatTurn& turn, Duration patience);

}  // namespace parley::exchange
