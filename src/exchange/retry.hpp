// retry.hpp: the wait between a failed attempt and the one that follows it.
#pragma once

#include "exchange/exchange_context.hpp"
#include "routing/plain_retry.hpp"

namespace parley::exchange {

/// Waits until the same target is to be asked once more. False when it is not: for this failure, or because the caller has left,
/// who ends the wait at once. Only while nothing of an answer has been sent.
Task<bool> wait_for_retry(ExchangeContext& context, routing::PlainRetry& retry, const Error& error);

}  // namespace parley::exchange
