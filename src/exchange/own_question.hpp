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

/// Reads a request of our own, aims it at its model, and asks. The caller's key needs no access to the model.
///
/// kind  of its first attempt
Task<Result<OwnAnswer>> ask_own_question(ExchangeContext& context, std::string body, ledger::AttemptKind kind, http::StopSignal& stop);

}  // namespace parley::exchange
