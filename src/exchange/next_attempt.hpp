// next_attempt.hpp: what comes between a failed attempt and the one that follows it.
#pragma once

#include "exchange/chat_turn.hpp"

namespace parley::exchange {

/// Aims the turn at whoever is asked next, once it is time: the same target without what it refused, or with word of what
/// was wrong with its answer, the same target again, or another. False when the error is the answer: nobody is left who could help, or the
/// caller has left, who ends the wait at once. Only while nothing of an answer has been sent.
///
/// stop  ends the wait at once: the caller's, or that of one job among several
Task<bool> next_attempt(ExchangeContext& context, ChatTurn& turn, const Error& error, http::StopSignal& stop);
inline Task<bool> next_attempt(ExchangeContext& context, ChatTurn& turn, const Error& error) {
    return next_attempt(context, turn, error, context.http.stop());
}

}  // namespace parley::exchange
