// chat.hpp: the story of POST /v1/chat/completions.
#pragma once

#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// The caller is known, the body not yet read. Always answers, unless the client has left.
Task<> chat(ExchangeContext& context);

}  // namespace parley::exchange
