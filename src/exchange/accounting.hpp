// accounting.hpp: the steps of a chat request's account (account.hpp), in their order. None of them waits, but the last.
#pragma once

#include "exchange/chat_turn.hpp"
#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// Attempts of one request at most: each call of its route, and each once more after a provider has named a field that it does not
/// take.
inline constexpr std::uint32_t attempts_max = 2 * routing::calls_max;

/// The request is one that gets an entry, however it ends.
void open_account(ExchangeContext& context);

/// The answer will be made of several: room for more attempts than one needs, up to ledger::attempts_max. Before the first begins.
void expect_attempts(ExchangeContext& context, std::size_t count);

/// What was asked is known.
void note_request(ExchangeContext& context, const openai::ChatRequest& request);

/// An upstream is about to be asked: the entry is in the journal, or nobody is asked.
///
/// Errors  not_ready: the journal takes no more. The caller gets 503. upstream_unavailable: there is no room for so many attempts.
std::optional<Error> begin_attempt(ExchangeContext& context, Call& call);

// Attempts go by their numbers in the account: two may run beside each other. One that has ended stays as it is.

/// The attempt has failed, without an answer.
void fail_attempt(ExchangeContext& context, std::size_t attempt, providers::FailureClass failure, int http_status);

/// Another one spoke first, and this one's connection is closed.
void abandon_attempt(ExchangeContext& context, std::size_t attempt);

/// How an attempt ended whose answer the caller gets, or got a part of.
struct AttemptEnd {
    Outcome outcome = Outcome::ok;
    int http_status = 0;                      // the upstream's
    std::string_view error_class = {};        // a constant; empty: none
    std::optional<openai::Usage> usage = {};  // the provider's count, where there is one
    std::uint64_t answered_bytes = 0;         // what passed, for an estimate: as in ledger::SeenTraffic
    std::uint64_t answered_chunks = 0;
};
void end_attempt(ExchangeContext& context, std::size_t attempt, const AttemptEnd& how);

/// The answer of an attempt that has ended is nobody's: another one is asked for in its place, and the caller does not pay for both.
void replace_answer(ExchangeContext& context, std::size_t attempt);

/// The request is over, but for its last bytes. The first call counts: whoever knows best calls first.
///
/// http_status  what the caller gets; 0: nothing
void close_account(ExchangeContext& context, Outcome outcome, int http_status);

/// What a caller's answer waits for after close_account(): true at once unless the ledger is to survive the machine's death, false
/// if the disk did not take the entry in time.
Task<bool> account_is_safe(ExchangeContext& context);
/// The error for an answer whose account is not.
Error not_recorded();

}  // namespace parley::exchange
