#include "exchange/chat_stream.hpp"

#include "exchange/accounting.hpp"
#include "exchange/attempt_outcome.hpp"
#include "exchange/bookkeeper.hpp"
#include "exchange/next_attempt.hpp"
#include "exchange/race.hpp"
#include "exchange/relay.hpp"
#include "exchange/resumption.hpp"
#include "exchange/slip.hpp"
#include "http/loop.hpp"

namespace parley::exchange {
namespace {

http::Response stream_head(const ExchangeContext& context) {
    http::Response head;
    head.content_type = "text/event-stream; charset=utf-8";
    head.fields = "cache-control: no-cache\r\nx-accel-buffering: no\r\n";
    http::append_field(head.fields, "x-request-id", context.request_id);
    head.fields += context.fields;
    return head;
}

// What came of the attempt goes into its account, which is closed: nothing more will be asked for this answer.
void close_account_of(Relay& relay, Outcome outcome) {
    AttemptEnd end{.outcome = outcome, .http_status = relay.upstream_status, .usage = relay.last_usage()};
    end.answered_bytes = relay.answered_bytes();
    end.answered_chunks = relay.answered_chunks();
    if (relay.emitter->failure()) end.error_class = to_string(class_of(*relay.emitter->failure()));
    end_attempt(relay.context, relay.number, end);
    close_account(relay.context, outcome, relay.context.record.status);
}

// Callers who asked for usage get some: the provider's count, or an estimate.
void give_usage(Relay& relay) {
    openai::ChunkEmitter& emitter = *relay.emitter;
    if (!emitter.finished() || emitter.last_usage()) return;
    const std::uint64_t asked_bytes = relay.context.record.account.attempts[relay.number].asked_bytes;
    const ledger::TokenCounts tokens = ledger::estimated_tokens({asked_bytes, relay.answered_bytes(), relay.answered_chunks()});
    openai::Usage usage;
    usage.prompt_tokens = tokens.input;
    usage.completion_tokens = tokens.output;
    emitter.usage(usage);
}

// Nothing more will come from the provider: what is left to print, once the account is closed. False when the disk has not taken
// the account in time, though it has to.
Task<bool> finish(Relay& relay) {
    close_account_of(relay, relay.emitter->failure() ? Outcome::upstream_cut : Outcome::ok);
    give_usage(relay);
    const std::optional<Money>& charged = relay.context.record.account.charged;
    std::string cost;
    if (relay.include_cost) cost = charged ? print_dollar_number(*charged) : "null";
    if (relay.ear) relay.emitter->tell("citations", relay.ear->citations(*relay.context.record.cited));
    relay.emitter->close(cost);
    if (!relay.context.services.books.waits_for_disk()) co_return true;
    const std::string kept = relay.out;  // others use the thread's buffer meanwhile
    const bool safe = co_await account_is_safe(relay.context);
    relay.out = kept;
    co_return safe;
}

// Asks the turn's target, beside a second one where the first is slow to begin, and prints up to the first chunk.
Task<std::optional<Error>> begin_one(std::unique_ptr<Relay>& relay, ExchangeContext& context, ChatTurn& turn) {
    const std::optional<Duration> patience = patience_with(context, *turn.call());
    if (patience) co_return co_await begin_first(relay, context, turn, *patience);
    const std::shared_ptr<Call> call = turn.call();
    relay = std::make_unique<Relay>(context, *call, context.http.stop());
    co_return co_await begin(*relay, *call);
}

/// Its first chunk is its last, and says nothing.
bool says_nothing(const Relay& relay) {
    const openai::ChunkEmitter& emitter = *relay.emitter;
    return !emitter.failure() && emitter.output_chunks() == 0 && emitter.finish_reason() == openai::FinishReason::stop;
}

// The same, but for an answer of nothing that may be a slip.
Task<std::optional<Error>> begin_heard(std::unique_ptr<Relay>& relay, ExchangeContext& context, ChatTurn& turn) {
    std::optional<Error> error = co_await begin_one(relay, context, turn);
    if (error || !relay || !says_nothing(*relay)) co_return error;
    const SilentAnswer answer{relay->number, relay->upstream_status, relay->last_usage()};
    co_return ask_after_slip(context, turn, answer);
}

// False when there is no stream: then the caller has been told why, or is gone. A relay that failed gives its connection back
// before the wait, and a fresh one follows it.
Task<bool> begin_or_refuse(std::unique_ptr<Relay>& relay, ExchangeContext& context, ChatTurn& turn) {
    std::optional<Error> error = co_await begin_heard(relay, context, turn);
    while (error) {
        relay.reset();
        const bool again = co_await next_attempt(context, turn, *error);
        if (!again) break;
        error = co_await begin_heard(relay, context, turn);
    }
    if (context.http.stop().requested()) {
        context.outcome = unanswered(context);
        co_return false;
    }
    if (error) co_await refuse(context, *error);
    co_return !error;
}

// What comes next of an answer that broke off: from somebody who goes on with it, or the error. False when the client has gone.
Task<bool> go_on_or_give_up(std::unique_ptr<Relay>& relay, ChatTurn& turn) {
    const bool goes_on = co_await go_on(relay, turn);
    if (goes_on) co_return true;
    if (relay->context.http.stop().requested()) co_return false;
    relay->out.clear();
    relay->answer->give_up();
    co_return true;
}

// The head and the first chunks are out; goes on to the end of the stream. False when the client has gone.
Task<bool> relay_rest(std::unique_ptr<Relay>& relay, ChatTurn* turn) {
    http::ServerExchange& client = relay->context.http;
    while (!relay->is_over()) {
        bool present = false;
        if (relay->is_broken()) {
            present = co_await go_on_or_give_up(relay, *turn);
        } else {
            present = co_await print_next(*relay);
        }
        if (!present) co_return false;
        if (relay->is_over()) {
            const bool recorded = co_await finish(*relay);
            if (recorded) co_return co_await client.end_stream(relay->out);
            client.cut(http::ServerExchange::Cut::close);
            co_return false;
        }
        const bool sent = co_await client.write(relay->out);
        if (!sent) co_return false;
    }
    co_return co_await client.end_stream(std::string_view());
}

// From here on the answer is committed.
Task<bool> commit(Relay& relay) {
    relay.context.record.status = 200;
    relay.told = relay.context.services.loop.now();
    if (relay.is_over()) {
        const bool recorded = co_await finish(relay);
        if (!recorded) {
            co_await refuse(relay.context, not_recorded());
            co_return false;
        }
    }
    relay.context.http.answer_by(deadlines_of(relay.context).total);  // the upstream waits for whoever reads slowly
    const http::Response head = stream_head(relay.context);
    const bool sent = co_await relay.context.http.begin_stream(head, relay.out);
    if (!relay.answer) relay.context.http.release_body();  // otherwise the rest may have to be asked for
    co_return sent;
}

}  // namespace

Task<> answer_stream(ExchangeContext& context, std::unique_ptr<ChatTurn> turn) {
    std::unique_ptr<Relay> relay;
    const bool begun = co_await begin_or_refuse(relay, context, *turn);
    if (!begun) co_return;
    if (!relay->answer) turn.reset();
    count_first_chunk(context, relay->number);
    bool delivered = co_await commit(*relay);
    if (delivered) delivered = co_await relay_rest(relay, turn.get());
    count_usage(context, relay->last_usage());
    const Error* const failure = relay->emitter->failure();
    if (failure && !relay->is_counted) count_failure(context, relay->number, *failure);
    if (!delivered) close_account_of(*relay, unanswered(context));
    context.outcome = !delivered ? unanswered(context) : failure ? Outcome::upstream_cut : Outcome::ok;
    if (relay->decoder && relay->decoder->complete()) upstream::Attempt::read_tail(std::move(relay->attempt));
}

}  // namespace parley::exchange
