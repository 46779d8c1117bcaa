// slip.hpp: an answer of nothing, which some models give by mistake and do not give again.
#pragma once

#include <cstddef>
#include <optional>

#include "base/error.hpp"
#include "exchange/chat_turn.hpp"

namespace parley::exchange {

/// An attempt that has ended well, and said nothing.
struct SilentAnswer {
    std::size_t attempt = 0;  // its number in the account
    int upstream_status = 0;
    std::optional<openai::Usage> usage;
};

/// The turn is aimed at the same model again, once, where its provider is known for such answers; next_attempt() then makes the call.
/// The answer's tokens are counted, and nobody pays for them. Nullopt where the answer counts: the second is told as it is.
std::optional<Error> ask_after_slip(ExchangeContext& context, ChatTurn& turn, const SilentAnswer& answer);

}  // namespace parley::exchange
