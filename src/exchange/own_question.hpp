// own_question.hpp: a question that the gateway puts to a model by itself, as a part of answering somebody's request.
//
// It is asked as a caller's would be: the same targets, retries and breakers, the request's own deadline, an attempt in its account.
#pragma once

#include <optional>
#include <string>

#include "exchange/chat_turn.hpp"
#include "openai/events.hpp"

namespace parley::exchange {

struct OwnAnswer {
    std::string text;
    bool is_cut = false;  // at max_tokens
};

/// Asks the turn's target, and whoever follows it, until somebody has answered whole. Several may be asked beside each other.
///
/// stop  ends it at once
Task<Result<OwnAnswer>> ask_whole_text(ExchangeContext& context, ChatTurn& turn, http::StopSignal& stop);

struct OwnQuestion {
    std::string body;                                         // of a chat request
    ledger::AttemptKind kind = ledger::AttemptKind::primary;  // of its first attempt
    Asker asker = Asker::gateway;
};

/// Reads the request, aims it at its model, and asks.
Task<Result<OwnAnswer>> ask_own_question(ExchangeContext& context, OwnQuestion question, http::StopSignal& stop);

}  // namespace parley::exchange
