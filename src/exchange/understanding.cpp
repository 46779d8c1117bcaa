#include "exchange/understanding.hpp"

#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/find_transcript.hpp"
#include "exchange/rate_limit.hpp"
#include "exchange/report.hpp"
#include "exchange/transcript_questions.hpp"
#include "exchange/whole_answer.hpp"
#include "json/write.hpp"
#include "transcripts/placement.hpp"
#include "understanding/print.hpp"

namespace parley::exchange {
namespace {

using openai::Problems;

std::string print_valid(std::string_view request_id) {
    std::string body;
    json::ObjectWriter answer(body);
    answer.boolean("valid", true);
    answer.string("request_id", request_id);
    answer.close();
    return body;
}

/// Asks a model where the request needs one. The account is open by then, and closed by whoever answers.
Task<std::optional<Error>> ask_model(ExchangeContext& context, understanding::Work& work) {
    const InFlight counted(context.services.metrics);
    std::string fields = context.fields;  // what a model's own answer would say of it is not said of this one
    std::optional<Error> error = co_await ask_about_transcript(context, work);
    context.fields = std::move(fields);
    context.services.metrics.record(observe::Timing::total, Clock::now() - context.http.started());
    co_return error;
}

/// The answer's body, or why there is none. Where the caller has left meanwhile it is neither.
Task<Result<std::string>> answer_to(ExchangeContext& context, understanding::Purpose purpose) {
    json::Document document;
    if (const json::ParseError fault = document.parse(context.http.body())) {
        co_return openai::unreadable_request("request body is not valid JSON: " + json::describe(fault));
    }
    Problems problems;
    const understanding::Request request = understanding::read_request(document.root(), purpose, problems);
    if (!problems.empty()) co_return openai::invalid_request(std::move(problems));
    if (purpose == understanding::Purpose::validate) co_return print_valid(context.request_id);
    if (auto error = count_understanding(context)) co_return std::move(*error);
    std::string id = request.transcript_id;
    const Result<SharedTranscript> transcript = co_await find_transcript(context, request.transcript, std::move(id));
    if (!transcript) co_return transcript.error();
    if (const auto error = transcripts::check_completed(**transcript)) co_return *error;
    if (const auto error = understanding::check_transcript(request, **transcript)) co_return *error;
    const auto work = std::make_unique<understanding::Work>(request, **transcript, understanding_room(context, **transcript));
    if (request.asks_model()) {
        open_account(context);
        if (auto error = co_await ask_model(context, *work)) co_return std::move(*error);
    }
    co_return understanding::print_answer(*work, context.request_id);
}

}  // namespace

Task<> understand(ExchangeContext& context, understanding::Purpose purpose) {
    const http::BodyStatus status = co_await context.http.read_body(context.snapshot->config.http_limits.body_bytes_max);
    if (status == http::BodyStatus::gone) {
        context.outcome = unanswered(context);
        co_return;
    }
    if (const std::optional<Error> error = body_error(status)) co_return co_await refuse(context, *error);
    const Result<std::string> body = co_await answer_to(context, purpose);
    const Result<std::string_view> view = body ? Result<std::string_view>(*body) : Result<std::string_view>(body.error());
    co_await answer_or_refuse(context, view);
    close_account(context, context.outcome, context.record.status);
    if (context.record.account.is_kept) count_by_model(context);
}

}  // namespace parley::exchange
