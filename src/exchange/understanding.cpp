#include "exchange/understanding.hpp"

#include <utility>

#include "exchange/transcript_finder.hpp"
#include "json/write.hpp"
#include "transcripts/placement.hpp"
#include "transcripts/read_transcript.hpp"
#include "understanding/print.hpp"

namespace parley::exchange {
namespace {

using openai::Problems;
using SharedTranscript = std::shared_ptr<const transcripts::Transcript>;

Task<Result<SharedTranscript>> find_transcript(ExchangeContext& context, const understanding::Request& request) {
    if (request.transcript) {
        Result<transcripts::Transcript> read = transcripts::read_transcript(request.transcript);
        if (!read) co_return openai::invalid_request(Problems::one("transcript." + read.error().problems[0], "transcript"));
        co_return std::make_shared<const transcripts::Transcript>(std::move(*read));
    }
    TranscriptFinder* const finder = context.services.transcripts;
    if (!finder) co_return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "transcript not found"};
    std::string id = request.transcript_id;
    co_return co_await finder->find(context, std::move(id));
}

std::string print_valid(std::string_view request_id) {
    std::string body;
    json::ObjectWriter answer(body);
    answer.boolean("valid", true);
    answer.string("request_id", request_id);
    answer.close();
    return body;
}

/// The answer's body, or why there is none.
Task<Result<std::string>> answer_to(ExchangeContext& context, understanding::Purpose purpose) {
    json::Document document;
    if (const json::ParseError fault = document.parse(context.http.body())) {
        co_return openai::unreadable_request("request body is not valid JSON: " + json::describe(fault));
    }
    Problems problems;
    const understanding::Request request = understanding::read_request(document.root(), purpose, problems);
    if (!problems.empty()) co_return openai::invalid_request(std::move(problems));
    if (purpose == understanding::Purpose::validate) co_return print_valid(context.request_id);
    const Result<SharedTranscript> transcript = co_await find_transcript(context, request);
    if (!transcript) co_return transcript.error();
    if (const auto error = transcripts::check_completed(**transcript)) co_return *error;
    co_return understanding::print_answer(request, **transcript, context.request_id);
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
    if (!body) co_return co_await refuse(context, body.error());
    co_await respond_json(context, *body);
}

}  // namespace parley::exchange
