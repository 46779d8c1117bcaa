// chat_stream.hpp: the streamed half of the chat story.
#pragma once

#include <memory>

#include "exchange/chat_turn.hpp"

namespace parley::exchange {

/// Asks the turn's target and relays its stream. The head of the answer waits for the first decoded chunk: until then the
/// status is honest, afterwards the answer is committed, and trouble becomes an error event and the end of the stream.
Task<> answer_stream(ExchangeContext& context, std::unique_ptr<ChatTurn> turn);

}  // namespace parley::exchange
