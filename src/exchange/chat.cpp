#include "exchange/chat.hpp"

#include <chrono>

#include "exchange/accounting.hpp"
#include "exchange/admit.hpp"
#include "exchange/answer_ear.hpp"
#include "exchange/attempt_outcome.hpp"
#include "exchange/bookkeeper.hpp"
#include "exchange/chat_stream.hpp"
#include "exchange/chat_turn.hpp"
#include "exchange/next_attempt.hpp"
#include "exchange/race.hpp"
#include "exchange/rate_limit.hpp"
#include "exchange/report.hpp"
#include "exchange/slip.hpp"
#include "exchange/step_work.hpp"
#include "exchange/transcript_step.hpp"
#include "exchange/upstream_request_id.hpp"
#include "exchange/whole_answer.hpp"
#include "http/loop.hpp"
#include "json/write.hpp"
#include "openai/completion.hpp"
#include "openai/completion_collector.hpp"
#include "openai/request_echo.hpp"
#include "postprocess/steps.hpp"
#include "thinking/state_carrier.hpp"

namespace parley::exchange {
namespace {

/// Nobody who says nothing means anything else.
bool is_json(std::string_view content_type) {
    constexpr std::string_view json = "application/json";
    if (content_type.empty() || http::same_token(content_type, json)) return true;
    return http::same_token(content_type.substr(0, content_type.find_first_of("; \t")), json);
}

// The body is JSON as it is: nothing is inflated on a caller's word.
std::optional<Error> check_media_type(const http::Fields& fields) {
    const std::string_view coding = fields.find("content-encoding");
    const char* message = nullptr;
    if (!is_json(fields.find("content-type"))) message = "content-type must be application/json";
    if (!coding.empty() && !http::same_token(coding, "identity")) message = "content-encoding is not supported";
    if (!message) return std::nullopt;
    return Error{.kind = ErrorKind::unsupported_media, .source = ErrorSource::downstream, .message = message};
}

openai::CompletionFacts facts_of(ExchangeContext& context, const ChatTurn& turn, int upstream_status) {
    std::string& echo = context.services.scratch;
    echo.clear();
    openai::append_request_echo(echo, turn.request(), turn.model_id());
    openai::CompletionFacts facts;
    facts.request_id = context.request_id;
    facts.model = turn.model_id();
    facts.created = unix_seconds();
    facts.response_time_ns = std::chrono::nanoseconds(Clock::now() - context.http.started()).count();
    facts.request_echo = echo;
    facts.upstream_status = upstream_status;
    facts.stop_with_calls = turn.target().provider->stop_with_calls();
    facts.call_form = turn.request().call_form;
    return facts;
}

/// Behind the last member of an object that was printed to its end.
void append_member(std::string& out, std::string_view name, std::string_view value) {
    out.pop_back();
    json::ObjectWriter object = json::ObjectWriter::continued(out);
    object.raw(name, value);
    object.close();
}

/// An answer that is not in OpenAI's own form, or is to be worked on or listened to, is told as events and gathered.
bool is_told(const ExchangeContext& context, const ChatTurn& turn) {
    const bool cited = context.record.cited != nullptr;
    const ResolvedTarget& target = turn.target();
    return cited || !turn.request().post_processing.steps.empty() || !target.provider->answers_like_openai(target.target);
}

/// Any other is spliced. The error is the caller's.
Result<openai::CompletionSummary> splice(ExchangeContext& context, ChatTurn& turn, const providers::UpstreamReply& reply,
                                         std::string& out) {
    const openai::CompletionFacts facts = facts_of(context, turn, reply.status);
    Call& call = *turn.call();
    json::Document& document = context.services.reply;
    const json::ParseOptions options{.allow_lone_surrogates = true};  // append_completion mends them
    if (document.parse(reply.body, options)) return count_failure(context, call, reply);
    const Result<openai::CompletionSummary> summary = openai::append_completion(out, document.root(), facts);
    return summary ? summary : count_failure(context, call, reply);
}

Result<std::string_view> printed(ExchangeContext& context, ChatTurn& turn, int status, const Result<openai::CompletionSummary>& summary) {
    if (!summary) return summary.error();
    count_success(context, turn.call()->attempt());
    count_usage(context, summary->usage);
    const AttemptEnd end{.http_status = status, .usage = summary->usage, .answered_bytes = summary->output_bytes};
    end_attempt(context, turn.call()->attempt(), end);
    return std::string_view(context.services.loop.output_buffer());
}

Task<Result<std::string_view>> print_told(ExchangeContext& context, ChatTurn& turn, const providers::UpstreamReply& reply) {
    const ResolvedTarget& target = turn.target();
    const std::size_t attempt = turn.call()->attempt();
    openai::CompletionCollector events;
    AnswerEar ear(events);
    const transcripts::Transcript* const cited = context.record.cited.get();
    openai::EventSink& heard = cited ? static_cast<openai::EventSink&>(ear) : events;
    const std::unique_ptr<postprocess::StepSink> steps = postprocess::make_steps(turn.request(), context.services.schemas, heard);
    openai::EventSink& sink = steps ? static_cast<openai::EventSink&>(*steps) : heard;
    thinking::StateCarrier carrier(sink, state_scope_of(context, turn.request()));
    if (const auto failure = target.provider->decode(reply, target.target, carrier)) co_return count_failure(context, attempt, *failure);
    if (steps && steps->due()) {
        std::optional<postprocess::StepFault> fault = co_await work_elsewhere(context, *steps);
        deliver(*steps, std::move(fault));
    }
    std::string& out = context.services.loop.output_buffer();
    out.clear();
    const Result<openai::CompletionSummary> summary = events.append(out, facts_of(context, turn, reply.status));
    if (summary && summary->finish_reason == openai::FinishReason::stop && events.says_nothing()) {
        if (auto error = ask_after_slip(context, turn, {attempt, reply.status, summary->usage})) co_return std::move(*error);
    }
    if (summary && cited) append_member(out, "citations", ear.citations(*cited));
    if (summary) co_return printed(context, turn, reply.status, summary);
    if (!steps) co_return count_failure(context, attempt, summary.error());
    const UnusableAnswer answer{reply.status, events.last_usage(), steps.get()};
    co_return count_step_failure(context, attempt, summary.error(), answer);
}

Result<std::string_view> print_spliced(ExchangeContext& context, ChatTurn& turn, const providers::UpstreamReply& reply) {
    std::string& out = context.services.loop.output_buffer();
    out.clear();
    return printed(context, turn, reply.status, splice(context, turn, reply, out));
}

// Asks once and prints the whole answer to the thread's output buffer, or says what stands in its place.
Task<Result<std::string_view>> ask_whole(ExchangeContext& context, ChatTurn& turn) {
    upstream::Attempt attempt(context.services.pool, context.snapshot->config.http_limits, deadlines_of(context), &context.http.stop());
    Call& call = *turn.call();
    if (auto error = begin_attempt(context, call)) co_return std::move(*error);
    count_attempt(context, call);
    const Result<upstream::ReplyHead> head = co_await attempt.send(call.target().origin, call.encoded());
    if (!head) co_return count_failure(context, call.attempt(), head.error());
    note_upstream_request_id(context, call.attempt(), *head);
    const Result<std::string_view> body = co_await attempt.read_whole();
    if (!body) co_return count_failure(context, call.attempt(), body.error());
    if (!head->ok()) co_return count_failure(context, call, reply_of(*head, *body));

    const providers::UpstreamReply reply = reply_of(*head, *body);
    if (is_told(context, turn)) co_return co_await print_told(context, turn, reply);
    co_return print_spliced(context, turn, reply);
}

Task<> answer_whole(ExchangeContext& context, ChatTurn& turn) {
    Result<std::string_view> body = co_await ask_whole(context, turn);
    while (!body) {
        const bool again = co_await next_attempt(context, turn, body.error());
        if (!again) break;
        body = co_await ask_whole(context, turn);
    }
    co_await answer_or_refuse(context, body);
}

/// Itself, or one of its fallbacks.
bool may_bring_transcript(const openai::RequestMembers& members) {
    return !members.transcript_id.is_missing() || !members.transcript.is_missing() || !members.fallbacks.is_missing();
}

// The request, read, checked and encoded for its target; null when it was refused, or the client has left.
Task<std::unique_ptr<ChatTurn>> read_turn(ExchangeContext& context, limits::Permit& permit) {
    if (const auto error = check_media_type(context.http.head().fields)) {
        co_await refuse(context, *error);
        co_return nullptr;
    }
    const http::BodyStatus read = co_await context.http.read_body(context.snapshot->config.http_limits.body_bytes_max);
    if (read == http::BodyStatus::gone) {
        context.outcome = unanswered(context);
        co_return nullptr;
    }
    permit.settle(context.http.body().size());
    auto turn = std::make_unique_for_overwrite<ChatTurn>();  // without clearing its kilobytes: its members initialise themselves
    std::optional<Error> error = body_error(read);
    if (!error) error = check_first_chunk_budget(context);
    if (!error) error = turn->read(context, context.http.body());
    std::unique_ptr<TalkWindows> windows;  // of a talk that is too long to be read at once
    std::optional<Error> unplaced;         // told in its turn: behind what is wrong with the model, and the limit
    if (!error) {
        if (may_bring_transcript(turn->request().members)) unplaced = co_await place_transcripts(context, turn, windows);
        note_request(context, turn->request());
        error = turn->choose_target(context, unix_seconds());
    }
    if (!error) error = count_against_limit(context, turn->model_id());
    if (!error) error = std::move(unplaced);
    if (!error) error = turn->check_room();
    if (!error && windows) error = co_await read_windows(context, *windows, turn);
    if (context.http.stop().requested()) {
        context.outcome = unanswered(context);
        co_return nullptr;
    }
    if (!error) co_return turn;
    co_await refuse(context, *error);
    co_return nullptr;
}

/// `turn` outlives the task; a stream takes it over, to let go of it as soon as the answer has begun.
Task<> answer(ExchangeContext& context, std::unique_ptr<ChatTurn>& turn) {
    if (turn->request().stream) return answer_stream(context, std::move(turn));
    return answer_whole(context, *turn);
}

// Whoever was let in, from the first byte of the body on.
Task<> let_in(ExchangeContext& context, limits::Permit permit) {
    open_account(context);
    std::unique_ptr<ChatTurn> turn = co_await read_turn(context, permit);
    if (turn) {
        const InFlight counted(context.services.metrics);
        co_await answer(context, turn);
        context.services.metrics.record(observe::Timing::total, Clock::now() - context.http.started());
    }
    close_account(context, context.outcome, context.record.status);
    count_by_model(context);
}

}  // namespace

Task<> chat(ExchangeContext& context) {
    limits::Permit permit;
    if (const auto refusal = admit(context, permit)) return turn_away_at_door(context, *refusal);
    return let_in(context, std::move(permit));
}

}  // namespace parley::exchange
