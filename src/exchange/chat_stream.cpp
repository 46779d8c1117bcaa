#include "exchange/chat_stream.hpp"

#include "exchange/accounting.hpp"
#include "exchange/bookkeeper.hpp"
#include "exchange/retry.hpp"
#include "exchange/upstream_request_id.hpp"
#include "http/loop.hpp"
#include "openai/chunk_emitter.hpp"
#include "postprocess/steps.hpp"
#include "thinking/state_carrier.hpp"

namespace parley::exchange {
namespace {

using Arrival = upstream::Attempt::Arrival;

// One stream under way. Small while it is idle: the request, the heads and the buffers are gone by then.
struct Relay {
    Relay(ExchangeContext& of, const openai::StreamFacts& facts)
        : context(of), attempt(std::make_unique<upstream::Attempt>(of.services.pool, of.snapshot->config.http_limits,
                                                                   deadlines_of(of), &of.http.stop())),
          out(of.services.loop.output_buffer()), emitter(out, facts) {}

    /// Who prints the answer: the emitter, or the steps before it.
    openai::EventSink& printer() { return steps ? static_cast<openai::EventSink&>(*steps) : emitter; }
    /// Where the decoder's events go.
    openai::EventSink& sink() { return carrier ? static_cast<openai::EventSink&>(*carrier) : printer(); }
    /// The model has begun to answer, though steps may keep all of it.
    bool is_heard() const { return emitter.started() || (steps && steps->heard()); }
    /// Nothing more will be printed.
    bool is_over() const { return emitter.failure() || !decoder || decoder->complete() || attempt->ended(); }

    ExchangeContext& context;
    std::unique_ptr<upstream::Attempt> attempt;
    std::unique_ptr<providers::StreamDecoder> decoder;  // null when the provider answered whole
    std::string& out;                                   // the thread's: filled and sent without a suspension in between
    openai::ChunkEmitter emitter;
    std::unique_ptr<postprocess::StepSink> steps;       // null where the request asks for none
    std::unique_ptr<thinking::StateCarrier> carrier;    // null: the provider has no state to carry
    int upstream_status = 0;
    bool include_cost = false;                          // the caller asked for it
};

// Waits for the next arrival and prints what it means. False when the client has gone.
Task<bool> print_next(Relay& relay) {
    const Arrival arrival = co_await relay.attempt->arrival(relay.is_heard());
    if (arrival == Arrival::stopped) co_return false;
    relay.out.clear();
    relay.attempt->feed(arrival, *relay.decoder, relay.sink());
    co_return true;
}

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
    const openai::ChunkEmitter& emitter = relay.emitter;
    AttemptEnd end{.outcome = outcome, .http_status = relay.upstream_status, .usage = emitter.last_usage()};
    end.answered_bytes = emitter.output_bytes();
    end.answered_chunks = emitter.output_chunks();
    if (emitter.failure()) end.error_class = to_string(class_of(*emitter.failure()));
    end_attempt(relay.context, end);
    close_account(relay.context, outcome, relay.context.record.status);
}

// Callers who asked for usage get some: the provider's count, or an estimate.
void give_usage(Relay& relay) {
    openai::ChunkEmitter& emitter = relay.emitter;
    if (!emitter.finished() || emitter.last_usage()) return;
    const std::uint64_t asked_bytes = relay.context.record.account.asked_bytes;
    const ledger::TokenCounts tokens = ledger::estimated_tokens({asked_bytes, emitter.output_bytes(), emitter.output_chunks()});
    openai::Usage usage;
    usage.prompt_tokens = tokens.input;
    usage.completion_tokens = tokens.output;
    emitter.usage(usage);
}

// Nothing more will come from the provider: what is left to print, once the account is closed. False when the disk has not taken
// the account in time, though it has to.
Task<bool> finish(Relay& relay) {
    close_account_of(relay, relay.emitter.failure() ? Outcome::upstream_cut : Outcome::ok);
    give_usage(relay);
    const std::optional<Money>& charged = relay.context.record.account.charged;
    std::string cost;
    if (relay.include_cost) cost = charged ? print_dollar_number(*charged) : "null";
    relay.emitter.close(cost);
    if (!relay.context.services.books.waits_for_disk()) co_return true;
    const std::string kept = relay.out;  // others use the thread's buffer meanwhile
    const bool safe = co_await account_is_safe(relay.context);
    relay.out = kept;
    co_return safe;
}

// Why nothing was printed.
Error failure_of(Relay& relay) {
    const Error& error = *relay.emitter.failure();
    if (!relay.steps) return count_failure(relay.context, error);
    return count_step_failure(relay.context, error, {relay.upstream_status, relay.emitter.last_usage(), relay.steps.get()});
}

// The provider answered whole although a stream was asked for: an error, or a completion to be told as a stream.
Task<std::optional<Error>> begin_whole(Relay& relay, ChatTurn& turn, const upstream::ReplyHead& head) {
    const Result<std::string_view> body = co_await relay.attempt->read_whole();
    if (!body) co_return count_failure(relay.context, body.error());
    relay.out.clear();
    const providers::UpstreamReply reply = reply_of(head, *body);
    if (!head.ok()) co_return turn.failure(relay.context, reply);
    const ResolvedTarget& target = turn.target();
    const std::optional<providers::UpstreamFailure> failure = target.provider->decode(reply, target.target, relay.sink());
    if (failure) co_return count_failure(relay.context, *failure);
    if (relay.emitter.failure() && !relay.emitter.started()) co_return failure_of(relay);
    co_return std::nullopt;
}

Error ended_before_it_began() {
    return Error{.kind = ErrorKind::upstream_truncated, .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(ErrorKind::upstream_truncated)),
                 .problems = {"the provider's stream ended before it began"}};
}

// Asks, and prints up to the first chunk. The error says why there is none.
Task<std::optional<Error>> begin(Relay& relay, ChatTurn& turn) {
    if (auto error = begin_attempt(relay.context, turn)) co_return std::move(*error);
    count_attempt(relay.context, turn);
    relay.steps = postprocess::make_steps(turn.request(), relay.emitter);
    const Result<upstream::ReplyHead> head = co_await relay.attempt->send(turn.target().origin, turn.encoded());
    if (!head) co_return count_failure(relay.context, head.error());
    relay.upstream_status = head->status;
    if (turn.target().provider->gives_state(turn.target().target)) {
        relay.carrier = std::make_unique<thinking::StateCarrier>(relay.printer(), state_scope_of(relay.context, turn.request()));
    }
    note_upstream_request_id(relay.context, *head);
    if (!head->ok() || !head->is_event_stream()) co_return co_await begin_whole(relay, turn, *head);

    relay.decoder = turn.target().provider->stream_decoder(turn.target().target, head->reply_field);
    while (!relay.emitter.started() && !relay.is_over()) {
        const bool present = co_await print_next(relay);
        if (!present) co_return std::nullopt;
    }
    if (relay.emitter.started()) co_return std::nullopt;
    if (relay.emitter.failure()) co_return failure_of(relay);
    co_return count_failure(relay.context, ended_before_it_began());
}

// False when there is no stream: then the caller has been told why, or is gone. A relay that failed gives its connection back
// before the wait, and a fresh one follows it.
Task<bool> begin_or_refuse(std::optional<Relay>& relay, const openai::StreamFacts& facts, ChatTurn& turn) {
    ExchangeContext& context = relay->context;
    routing::PlainRetry retry = retry_of(context, turn.request());
    std::optional<Error> error = co_await begin(*relay, turn);
    while (error) {
        relay.reset();
        const bool mended = turn.take_mended(context);
        const bool again = mended || co_await wait_for_retry(context, retry, *error);
        if (!again) break;
        relay.emplace(context, facts);
        error = co_await begin(*relay, turn);
    }
    if (context.http.stop().requested()) {
        context.outcome = unanswered(context);
        co_return false;
    }
    if (error) co_await refuse(context, *error);
    co_return !error;
}

// The head and the first chunks are out; goes on to the end of the stream. False when the client has gone.
Task<bool> relay_rest(Relay& relay) {
    while (!relay.is_over()) {
        const bool present = co_await print_next(relay);
        if (!present) co_return false;
        if (relay.is_over()) {
            const bool recorded = co_await finish(relay);
            if (recorded) co_return co_await relay.context.http.end_stream(relay.out);
            relay.context.http.cut(http::ServerExchange::Cut::close);
            co_return false;
        }
        const bool sent = co_await relay.context.http.write(relay.out);
        if (!sent) co_return false;
    }
    co_return co_await relay.context.http.end_stream(std::string_view());
}

// From here on the answer is committed.
Task<bool> commit(Relay& relay) {
    relay.context.record.status = 200;
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
    relay.context.http.release_body();
    co_return sent;
}

}  // namespace

Task<> answer_stream(ExchangeContext& context, std::unique_ptr<ChatTurn> turn) {
    openai::StreamFacts facts;
    facts.request_id = context.request_id;
    facts.model = turn->model_id();
    facts.created = unix_seconds();
    facts.include_usage = turn->request().include_usage || turn->request().include_cost;
    facts.call_form = turn->request().call_form;
    std::optional<Relay> relay(std::in_place, context, facts);
    const bool include_cost = turn->request().include_cost;

    const bool begun = co_await begin_or_refuse(relay, facts, *turn);
    turn.reset();
    if (!begun) co_return;
    relay->include_cost = include_cost;
    count_first_chunk(context);
    bool delivered = co_await commit(*relay);
    if (delivered) delivered = co_await relay_rest(*relay);
    count_usage(context, relay->emitter.last_usage());
    if (relay->emitter.failure()) count_failure(context, *relay->emitter.failure());
    if (!delivered) close_account_of(*relay, unanswered(context));
    context.outcome = !delivered ? unanswered(context) : relay->emitter.failure() ? Outcome::upstream_cut : Outcome::ok;
    if (relay->decoder && relay->decoder->complete()) upstream::Attempt::read_tail(std::move(relay->attempt));
}

}  // namespace parley::exchange
