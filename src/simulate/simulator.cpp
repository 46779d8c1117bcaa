#include "simulate/simulator.hpp"

#include <chrono>

#include "http/loop.hpp"
#include "simulate/anthropic_question.hpp"
#include "simulate/bedrock/address.hpp"
#include "simulate/bedrock/role.hpp"
#include "simulate/gemini/address.hpp"
#include "simulate/inspection.hpp"
#include "simulate/raw_answer.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {

namespace {

using http::BodyStatus;
using http::Method;

Error refuse(ErrorKind kind, std::string message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// Why a body could not be read. Not for `complete` and `gone`.
Error body_error(BodyStatus status) {
    if (status == BodyStatus::too_large) return refuse(ErrorKind::too_large, "the body is too large");
    if (status == BodyStatus::too_slow) return refuse(ErrorKind::request_timeout, "the body came too slowly");
    return refuse(ErrorKind::bad_request, "the framing of the body is broken");
}

std::int64_t unix_seconds() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

/// What every answer has beside its body.
http::Response begin_response(const Faults& faults, const Dialect& dialect, Random& random) {
    http::Response response;
    http::append_field(response.fields, dialect.request_id_field(), make_id("req_", random));
    flood_header(response.fields, faults.header_flood);
    response.close = faults.close_after;
    return response;
}

/// The dialect that is spoken on a path; null where none is.
const Dialect* dialect_of(std::string_view path) {
    if (path == "/chat/completions") return &openai_dialect();
    if (path == "/messages") return &anthropic_dialect();
    if (read_vertex_address(path)) return &anthropic_dialect();
    if (bedrock::read_address(path)) return &bedrock_dialect();
    return gemini::read_address(path) ? &gemini_dialect() : nullptr;
}

}  // namespace

Simulator::Simulator(const Options& options, TimePoint started)
    : options_(options),
      started_(started),
      recorder_(options.test_upstream ? options.limits : Recorder::Limits{.requests_max = 0}),
      tokens_(options.google_key),
      random_(options.seed) {}

Task<> Simulator::answer(http::ServerExchange& exchange) {
    if (options_.test_upstream && is_inspection(exchange.head().target.path)) {
        co_await inspect(exchange);
        co_return;
    }
    const http::Loop& loop = exchange.loop();  // taken now: an exchange that was cut has lost its loop
    const std::uint64_t sequence = record(exchange);
    const Outcome outcome = co_await serve(exchange, sequence);
    recorder_.end(sequence, outcome, loop.now() - exchange.started());
}

Task<> Simulator::inspect(http::ServerExchange& exchange) {
    const BodyStatus status = co_await exchange.read_body(script_bytes_max);
    if (status == BodyStatus::gone) co_return;
    http::Response response = status == BodyStatus::complete ? answer_inspection(exchange.head(), exchange.body(), recorder_, script_,
                                                                                 exchange.loop().now() - started_)
                                                             : refusal_response(body_error(status));
    co_await exchange.respond(std::move(response));
}

Task<Outcome> Simulator::serve(http::ServerExchange& exchange, std::uint64_t sequence) {
    const http::RequestHead& head = exchange.head();
    std::string_view path = head.target.path;
    if (Speech::is_path(path)) co_return co_await speech(exchange, sequence);
    if (path.starts_with("/v1/")) path.remove_prefix(3);
    if (const Dialect* const dialect = dialect_of(path); dialect && head.method == Method::post) {
        co_return co_await chat(exchange, sequence, *dialect);
    }

    if (google::Tokens::is_path(path) && head.method == Method::post) co_return co_await give_token(exchange, sequence);
    if (bedrock::is_role_path(head.target.path)) co_return co_await give_role(exchange, sequence);

    http::Response response;
    if (path == "/models" && head.method == Method::get) {
        std::vector<std::string> names = script_.names();
        names.insert(names.end(), example_models().begin(), example_models().end());
        response = json_response(print_models(names));
    } else if (path == "/models" || dialect_of(path)) {
        response = refusal_response(refuse(ErrorKind::method_not_allowed, "that method is not allowed here"));
    } else {
        response = refusal_response(refuse(ErrorKind::not_found, "there is no such path"));
    }
    Delivery delivery(exchange, recorder_, sequence, Faults{});
    co_return co_await delivery.send_whole(std::move(response), Duration(0));
}

Task<Outcome> Simulator::chat(http::ServerExchange& exchange, std::uint64_t sequence, const Dialect& dialect) {
    const BodyStatus status = co_await exchange.read_body(request_bytes_max);
    if (status == BodyStatus::gone) co_return Outcome::caller_left;
    Delivery refusal(exchange, recorder_, sequence, Faults{});
    if (status != BodyStatus::complete) {
        http::Response response = refusal_response(body_error(status), dialect);
        response.close = true;
        co_return co_await refusal.send_whole(std::move(response), Duration(0));
    }
    if (options_.test_upstream) recorder_.set_body(sequence, exchange.body());
    if (const auto denial = deny(exchange, dialect)) {
        co_return co_await refusal.send_whole(refusal_response(*denial, dialect), Duration(0));
    }
    auto question = dialect.read(exchange.head().target.path, exchange.body());
    if (question) question->credential = exchange.head().fields.find(dialect.credential_field());
    auto options = question ? choose(*question, exchange.started() - started_, exchange.body()) : Result<ModelOptions>(question.error());
    exchange.release_body();
    if (!question) co_return co_await refusal.send_whole(refusal_response(question.error(), dialect), Duration(0));
    if (RequestRecord* record = recorder_.find(sequence)) {
        record->model = question->model;
        record->streaming = question->stream;
    }
    if (!options) co_return co_await refusal.send_whole(refusal_response(options.error(), dialect), Duration(0));
    if (options->no_prefill && !question->begun.empty()) {  // in the words of Anthropic's newer models
        const Error error = refuse(ErrorKind::bad_request,
                                   "This model does not support assistant message prefill. The conversation must "
                                   "end with a user message.");
        co_return co_await refusal.send_whole(refusal_response(error, dialect), Duration(0));
    }
    co_return co_await complete(exchange, sequence, dialect, std::move(*question), std::move(*options));
}

/// Vertex AI is every dialect of Google's project, and takes Google's tokens.
std::optional<Error> Simulator::deny(http::ServerExchange& exchange, const Dialect& dialect) const {
    const http::RequestHead& head = exchange.head();
    if (head.target.path.find("/publishers/") == std::string_view::npos) return dialect.deny({head, exchange.body(), unix_seconds()});
    const std::optional<std::string> why = tokens_.deny(head.fields.find("authorization"), unix_seconds());
    if (!why) return std::nullopt;
    return Error{.kind = ErrorKind::unauthenticated, .source = ErrorSource::downstream, .message = *why};
}

Task<Outcome> Simulator::give_token(http::ServerExchange& exchange, std::uint64_t sequence) {
    const BodyStatus status = co_await exchange.read_body(script_bytes_max);
    if (status != BodyStatus::complete) co_return Outcome::caller_left;
    const google::TokenAnswer answer = tokens_.answer(exchange.head().target.path, exchange.body(), unix_seconds());
    http::Response response = json_response(answer.body);
    response.status = answer.status;
    Delivery delivery(exchange, recorder_, sequence, Faults{});
    co_return co_await delivery.send_whole(std::move(response), Duration(0));
}

Task<Outcome> Simulator::give_role(http::ServerExchange& exchange, std::uint64_t sequence) {
    bedrock::RoleAnswer answer = bedrock::answer_role(exchange.head(), unix_seconds());
    http::Response response;
    response.status = answer.status;
    response.content_type = "text/plain";
    response.body = std::move(answer.body);
    Delivery delivery(exchange, recorder_, sequence, Faults{});
    co_return co_await delivery.send_whole(std::move(response), Duration(0));
}

Task<Outcome> Simulator::complete(http::ServerExchange& exchange, std::uint64_t sequence, const Dialect& dialect, Question question,
                                  ModelOptions options) {
    const Faults& faults = options.faults;
    Delivery delivery(exchange, recorder_, sequence, faults);
    const auto broken = break_off(faults);
    if (broken && broken->point.before_head) {
        co_return co_await delivery.end_without_answer(broken->ending, options.pace.first);
    }
    if (faults.garbage) {
        Random noise(options.seed);
        co_return co_await delivery.send_bytes(print_garbage(noise), options.pace.first);
    }
    http::Response response = begin_response(faults, dialect, random_);
    if (faults.is_page()) {
        http::Response page = page_response(faults, quote(faults, question), dialect);
        page.fields += response.fields;
        page.close = response.close;
        co_return co_await delivery.send_whole(std::move(page), options.pace.first);
    }

    Answer answer = make_answer(question, options, random_);
    CompletionIdentity identity{make_id(dialect.id_prefix(), random_), unix_seconds(), question.model};
    Schedule schedule(options.pace, options.seed);
    if (question.stream) {
        response.content_type = dialect.stream_type();
        http::append_field(response.fields, "cache-control", "no-cache");
        StreamScript script(dialect.chunks(std::move(answer), std::move(identity), question), schedule, faults, quote(faults, question));
        co_return co_await delivery.send_stream(std::move(response), std::move(script), options.pace.early_head);
    }
    response.body = dialect.print(answer, identity, !faults.no_finish);
    if (faults.big_event != 0) pad_json(response.body, faults.big_event);
    if (faults.malformed != 0) response.body.resize(response.body.size() / 2);
    co_return co_await delivery.send_whole(std::move(response), schedule.whole(answer.completion_tokens));
}

Task<Outcome> Simulator::speech(http::ServerExchange& exchange, std::uint64_t sequence) {
    const BodyStatus status = co_await exchange.read_body(Speech::audio_bytes_max);
    if (status == BodyStatus::gone) co_return Outcome::caller_left;
    http::Response response =
        status == BodyStatus::complete ? speech_.answer(exchange.head(), exchange.body(), random_) : refusal_response(body_error(status));
    response.close = response.close || status != BodyStatus::complete;
    Delivery delivery(exchange, recorder_, sequence, Faults{});
    co_return co_await delivery.send_whole(std::move(response), Duration(0));
}

Result<ModelOptions> Simulator::choose(const Question& question, Duration now, std::string_view body) {
    if (options_.test_upstream) return script_.choose(question.model, now, body);
    auto options = parse_model(question.model);
    if (options && options->faults.any()) return refuse(ErrorKind::bad_request, "faults are switched off here");
    if (options) options->pace.first = draw_first(options->pace, Random(random_.next()));
    return options;
}

std::uint64_t Simulator::record(const http::ServerExchange& exchange) {
    RequestRecord record;
    record.at = exchange.started() - started_;
    if (options_.test_upstream) {
        const http::RequestHead& head = exchange.head();
        record.method = head.method_text;
        record.path = head.target.path;
        if (!head.target.query.empty()) record.path.append("?").append(head.target.query);
        for (const http::Field& field : head.fields) record.fields.emplace_back(field.name, field.value);
    }
    return recorder_.begin(std::move(record));
}

}  // namespace parley::simulate
