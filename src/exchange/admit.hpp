// admit.hpp: whether there is room for one more request, asked before its body is read, and what is said where there is none.
#pragma once

#include <optional>

#include "exchange/exchange_context.hpp"
#include "limits/admission.hpp"

namespace parley::exchange {

/// The permit is held until the exchange ends. A body whose length nobody has said counts with the most that it may have, until it is read.
///
/// Returns  nothing for who is let in;
///          over_share: the account, or its key, has more under way than its share of what is left;
///          no_room: nobody is let in, or this one of several is not, because the thread has more to do than it can do.
std::optional<limits::Refusal> admit(ExchangeContext& context, limits::Permit& permit);

/// Answers a chat completion that was not let in: 429 or 503, to come back in a second. It is counted and gets its line in the log; it has
/// cost nothing, reached nobody and gets no entry in the ledger (docs/decisions/0029-nothing-is-written-down-at-the-door.md).
Task<> turn_away_at_door(ExchangeContext& context, limits::Refusal why);

}  // namespace parley::exchange
