// understanding.hpp: the story of a request that asks what is in a transcript.
#pragma once

#include "exchange/exchange_context.hpp"
#include "understanding/request.hpp"

namespace parley::exchange {

/// POST /v1/understanding, and, to look at a request without running it, /v1/understanding/validate.
Task<> understand(ExchangeContext& context, understanding::Purpose purpose);

}  // namespace parley::exchange
