#include "client/caller.hpp"

#include <array>

#include "base/version.hpp"
#include "client/answer_reader.hpp"

namespace parley::client {
namespace {

constexpr std::size_t refusal_bytes_max = 1024 * 1024;

/// The transport speaks of providers, which is what gateways call; here the gateway is the one that is called.
std::string as_of_gateway(std::string message) {
    constexpr std::string_view provider = "the provider";
    constexpr std::string_view gateway = "the gateway";
    for (std::size_t at = message.find(provider); at != std::string::npos; at = message.find(provider, at + gateway.size())) {
        message.replace(at, provider.size(), gateway);
    }
    return message;
}

/// Stops the loop once the last of `left` has ended.
Task<> run_one(Task<> call, http::Loop& loop, std::size_t& left) {
    co_await call;
    if (--left == 0) loop.stop();
}

}  // namespace

Caller::Caller(Gateway gateway) : gateway_(std::move(gateway)), pool_(loop_, resolver_) {}

void Caller::run(std::vector<Task<>> calls) {
    std::size_t left = calls.size();
    if (left == 0) return;
    loop_.context().restart();
    loop_.post([&] {  // a call begins in a turn of the loop, whose clock is right
        for (Task<>& call : calls) spawn(run_one(std::move(call), loop_, left));
    });
    loop_.run();
}

void Caller::run(Task<> call) {
    std::vector<Task<>> calls;
    calls.push_back(std::move(call));
    run(std::move(calls));
}

std::string Caller::head(std::string_view request_line, std::string_view fields) const {
    std::string head(request_line);
    head += " HTTP/1.1\r\nhost: " + gateway_.address.authority;
    head += "\r\nuser-agent: parley/" + std::string(version()) + "\r\nauthorization: Bearer ";
    head += gateway_.key.reveal();
    head += "\r\n";
    head += fields;
    head += "\r\n";
    return head;
}

Task<> Caller::ask(std::string body, Answer& answer, AnswerSink& sink, http::StopSignal& stop) {
    const TimePoint begun = Clock::now();
    const Deadline deadline = Deadline::after(begun, answer_timeout);
    const std::string fields =
        "content-type: application/json\r\naccept: text/event-stream\r\ncontent-length: " + std::to_string(body.size()) + "\r\n";
    const std::string head_bytes = head("POST " + gateway_.address.path + "/v1/chat/completions", fields);
    const std::array<std::string_view, 2> pieces{head_bytes, body};

    http::ClientExchange exchange(pool_, limits_, &stop);
    const http::ClientExchange::Deadlines deadlines{connect_timeout, deadline};
    const Result<void> answered = co_await exchange.request(gateway_.address.origin, pieces, deadlines);
    if (!answered) {
        if (!stop.requested()) answer.failure = failure_of(answered.error());
    } else {
        answer.request_id = exchange.head().fields.find("x-request-id");
        const int status = exchange.head().status;
        const bool stream = status == 200 && exchange.head().content_type.starts_with("text/event-stream");
        if (stream) {
            co_await read_stream(exchange, answer, sink, begun);
        } else {
            co_await read_refusal(exchange, status, answer, deadline);
        }
    }
    answer.stopped = stop.requested();
    answer.total = Clock::now() - begun;
}

Task<> Caller::read_stream(http::ClientExchange& exchange, Answer& answer, AnswerSink& sink, TimePoint begun) {
    using Step = http::ClientExchange::Step;
    const Deadline total = Deadline::after(begun, answer_timeout);
    AnswerReader reader(answer, sink);
    for (;;) {
        std::string_view slice;
        Step step = exchange.next(slice);
        if (step == Step::slice) {
            const Duration arrived = Clock::now() - begun;  // before a slow terminal takes its time
            reader.feed(slice);
            if (!answer.first_token && answer.has_begun()) answer.first_token = arrived;
            if (answer.failure) co_return;
            continue;
        }
        if (step == Step::need_input) {
            const Deadline silence = Deadline::after(loop_.now(), silence_timeout).sooner(total);
            step = co_await exchange.more(silence);
        }
        if (step == Step::need_input) continue;
        if (step == Step::stopped) co_return;
        if (step == Step::timed_out && !reader.done()) answer.failure = Failure{.message = "the gateway fell silent"};
        co_return reader.finish();
    }
}

Task<> Caller::read_refusal(http::ClientExchange& exchange, int status, Answer& answer, Deadline deadline) {
    const Result<std::string_view> body = co_await exchange.read_all(refusal_bytes_max, deadline);
    if (status == 200) {
        answer.failure = Failure{.message = "what answers at " + gateway_.address.url + " does not stream", .status = status};
    } else {
        answer.failure = read_failure(status, body ? *body : std::string_view());
    }
}

Task<> Caller::call(PlainCall wanted, PlainAnswer& answer) {
    const Deadline deadline = Deadline::after(Clock::now(), answer_timeout);
    const std::string fields =
        "content-type: application/json\r\naccept: application/json\r\ncontent-length: " + std::to_string(wanted.body.size()) + "\r\n";
    const std::string head_bytes = head(wanted.method + " " + gateway_.address.path + wanted.path, fields);
    const std::array<std::string_view, 2> pieces{head_bytes, wanted.body};
    http::ClientExchange exchange(pool_, limits_, nullptr);
    const http::ClientExchange::Deadlines deadlines{connect_timeout, deadline};
    const Result<void> answered = co_await exchange.request(gateway_.address.origin, pieces, deadlines);
    if (!answered) {
        answer.failure = failure_of(answered.error());
        co_return;
    }
    const int status = exchange.head().status;
    const Result<std::string_view> body = co_await exchange.read_all(plain_answer_bytes_max, deadline);
    if (!body) {
        answer.failure = failure_of(body.error());
        co_return;
    }
    answer.status = status;
    answer.body = *body;
}

Task<> Caller::fetch_prices(PriceList& prices) {
    const Deadline deadline = Deadline::after(Clock::now(), price_list_timeout);
    const std::string head_bytes = head("GET " + gateway_.address.path + "/v1/models", "accept: application/json\r\n");
    const std::array<std::string_view, 1> pieces{head_bytes};
    http::ClientExchange exchange(pool_, limits_, nullptr);
    const http::ClientExchange::Deadlines deadlines{connect_timeout, deadline};
    const Result<void> answered = co_await exchange.request(gateway_.address.origin, pieces, deadlines);
    if (!answered || exchange.head().status != 200) co_return;
    const Result<std::string_view> body = co_await exchange.read_all(price_list_bytes_max, deadline);
    if (body) prices = read_price_list(*body);
}

Failure Caller::failure_of(const Error& error) const {
    std::string message = "no answer from " + gateway_.address.url + ": " + as_of_gateway(error.message);
    if (error.kind == ErrorKind::upstream_unavailable && gateway_.address.loopback) message += " (is `parley serve` running?)";
    return {.message = std::move(message)};
}

}  // namespace parley::client
