#include "exchange/chat.hpp"

#include <chrono>

#include "exchange/chat_stream.hpp"
#include "exchange/chat_turn.hpp"
#include "http/loop.hpp"
#include "openai/completion.hpp"
#include "openai/request_echo.hpp"

namespace parley::exchange {
namespace {

std::optional<Error> check_content_type(std::string_view content_type) {
    const std::string_view media_type = content_type.substr(0, content_type.find_first_of("; \t"));
    if (content_type.empty() || http::same_token(media_type, "application/json")) return std::nullopt;
    return Error{.kind = ErrorKind::unsupported_media, .source = ErrorSource::downstream,
                 .message = "content-type must be application/json"};
}

const ServedModel* find_model(const Snapshot& snapshot, const std::string& id) {
    const auto found = snapshot.models.find(id);
    return found == snapshot.models.end() ? nullptr : &found->second;
}

Error unknown_model(const std::string& id) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid request body",
                 .problems = {"model " + id + " is not supported"}, .code = "model_not_found"};
}

// Asks once and prints the whole answer, or the error that stands in its place.
Task<Result<std::string>> ask_whole(ExchangeContext& context, ChatTurn& turn) {
    upstream::Attempt attempt(context.services.pool, context.snapshot->config.http_limits, deadlines_of(context),
                              &context.http.stop());
    context.services.metrics.add(observe::Counter::upstream_attempts);
    const Result<upstream::ReplyHead> head = co_await attempt.send(turn.target().origin, turn.encoded());
    if (!head) co_return count_failure(context, head.error());
    const Result<std::string_view> body = co_await attempt.read_whole();
    if (!body) co_return count_failure(context, body.error());
    if (!head->ok()) co_return turn.failure(context, reply_of(*head, *body));

    json::Document reply;
    if (reply.parse(*body)) co_return turn.failure(context, reply_of(*head, *body));
    std::string echo;
    openai::append_request_echo(echo, turn.request(), turn.model_id());
    openai::CompletionFacts facts;
    facts.request_id = context.request_id;
    facts.model = turn.model_id();
    facts.created = unix_seconds();
    facts.response_time_ns = std::chrono::nanoseconds(context.services.loop.now() - context.http.started()).count();
    facts.request_echo = echo;
    facts.upstream_status = head->status;
    std::string out;
    out.reserve(body->size() + 1024);
    const Result<openai::CompletionSummary> summary = openai::append_completion(out, reply.root(), facts);
    if (!summary) co_return turn.failure(context, reply_of(*head, *body));
    count_usage(context, summary->usage);
    co_return out;
}

Task<> answer_whole(ExchangeContext& context, ChatTurn& turn) {
    Result<std::string> body = co_await ask_whole(context, turn);
    if (context.http.stop().requested()) {
        context.outcome = Outcome::client_gone;
    } else if (body) {
        co_await respond_json(context, std::move(*body));
    } else {
        co_await refuse(context, body.error());
    }
}

}  // namespace

Task<> chat(ExchangeContext& context) {
    if (const auto error = check_content_type(context.http.head().fields.find("content-type"))) {
        co_await refuse(context, *error);
        co_return;
    }
    const http::BodyStatus read = co_await context.http.read_body(context.snapshot->config.http_limits.body_bytes_max);
    if (read == http::BodyStatus::gone) {
        context.outcome = Outcome::client_gone;
        co_return;
    }
    if (const auto error = body_error(read)) {
        co_await refuse(context, *error);
        co_return;
    }
    auto turn = std::make_unique<ChatTurn>();
    if (const auto error = turn->read(context.http.body())) {
        co_await refuse(context, *error);
        co_return;
    }
    const ServedModel* const model = find_model(*context.snapshot, turn->request().model);
    if (!model) {
        const Error error = unknown_model(turn->request().model);
        co_await refuse(context, error);
        co_return;
    }
    if (const auto error = turn->encode_for(*model)) {
        co_await refuse(context, *error);
        co_return;
    }
    const InFlight counted(context.services.metrics);
    if (turn->request().stream) {
        co_await answer_stream(context, std::move(turn));
    } else {
        co_await answer_whole(context, *turn);
    }
    context.services.metrics.record(observe::Timing::total, context.services.loop.now() - context.http.started());
}

}  // namespace parley::exchange
