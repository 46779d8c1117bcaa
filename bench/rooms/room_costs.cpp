// room_costs.cpp: one step of a request, over and over, for bench/room_costs to count its instructions: no sockets, no threads.
//
//     room_costs STEP TIMES
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "http/request_head.hpp"
#include "http/response_head.hpp"
#include "journal/record_batch.hpp"
#include "ledger/record.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion.hpp"
#include "openai/request_echo.hpp"
#include "providers/openai/provider.hpp"

namespace {

using namespace parley;

constexpr std::string_view request_body =
    R"({"model":"bench-model","messages":[{"role":"system","content":"You are the receptionist of a dental practice and speak with )"
    R"(patients on the phone. Keep every answer to one or two short sentences, since it will be read aloud. Never give medical advice; )"
    R"(offer to call back instead."},{"role":"user","content":"Hi, this is Jamie Rivera, I have an appointment tomorrow at nine."},)"
    R"({"role":"assistant","content":"Good morning, Jamie. I can see your appointment tomorrow at nine. What can I do for you?"},)"
    R"({"role":"user","content":"Something came up at work, so could we move it to Thursday, in the afternoon if there is anything )"
    R"(free? Half past two would be perfect for me."}],"temperature":0.7,"max_tokens":256})";

constexpr std::string_view reply_body =
    R"({"id":"chatcmpl-BenchQ7w2Xv9Kp4LmN8sT1uYzR3dE","object":"chat.completion","created":1732400000,"model":"bench-model",)"
    R"("choices":[{"index":0,"message":{"role":"assistant","content":"Of course. I have moved your appointment to Thursday at half )"
    R"(past two, with the same doctor. You will get a text message the day before.","refusal":null,"annotations":[]},"logprobs":null,)"
    R"("finish_reason":"stop"}],"usage":{"prompt_tokens":214,"completion_tokens":42,"total_tokens":256,"prompt_tokens_details":)"
    R"({"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},)"
    R"("service_tier":"default","system_fingerprint":"fp_b1e2c3d4f5"})";

constexpr std::string_view request_head =
    "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\n"
    "Authorization: Bearer bench-key-0123456789\r\nContent-Length: 830\r\n\r\n";

constexpr std::string_view reply_head =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench5f2a9c1e7b3d4068\r\ncontent-length: 702\r\n\r\n";

[[noreturn]] void fail(std::string_view what) {
    std::cerr << "room_costs: " << what << "\n";
    std::exit(1);
}

std::unique_ptr<providers::Provider> make_provider() {
    providers::openai_dialect::Options options;
    options.base_url = "http://127.0.0.1:8081/v1";
    options.credential = Secret("sk-upstream");
    options.user_agent = "parley";
    auto made = providers::openai_dialect::make_provider(options);
    if (!made) fail("no provider");
    return *std::move(made);
}

/// What stays from one request to the next on a thread.
struct Thread {
    std::unique_ptr<providers::Provider> provider = make_provider();
    catalog::Target target{.provider = "up", .model = "bench-model", .region = "us"};
    http::Limits limits;
    http::RequestHeadReader head_reader{limits};
    http::RequestHead head;
    json::Document reply;
    std::string out;
    std::string echo;
    journal::RecordBatch batch;
    journal::ChainEnd chain;
};

std::unique_ptr<openai::ChatRequest> read_request() {
    auto request = std::make_unique<openai::ChatRequest>();
    if (openai::read_chat_request(request_body, *request)) fail("the request was refused");
    return request;
}

void parse_reply(Thread& thread) {
    if (thread.reply.parse(reply_body, {.allow_lone_surrogates = true})) fail("the reply was refused");
}

void print_completion(Thread& thread) {
    static const std::unique_ptr<openai::ChatRequest> request = read_request();
    if (thread.reply.nodes().empty()) parse_reply(thread);
    thread.echo.clear();
    openai::append_request_echo(thread.echo, *request, "bench-model");
    openai::CompletionFacts facts;
    facts.request_id = "0192c8a0-1234-4abc-8def-0123456789ab";
    facts.model = "bench-model";
    facts.created = 1732400000;
    facts.response_time_ns = 123456789;
    facts.request_echo = thread.echo;
    thread.out.clear();
    if (!openai::append_completion(thread.out, thread.reply.root(), facts)) fail("no completion");
}

ledger::Entry make_entry(const catalog::Target& target) {
    ledger::Entry entry;
    entry.opening = {.request_id = "0192c8a0-1234-4abc-8def-0123456789ab",
                     .client_request_id = "",
                     .began = 1732400000123456,
                     .account = "default",
                     .key_id = "bench",
                     .asked_model = "bench-model",
                     .stream = false};
    entry.answered_model = "bench-model";
    entry.outcome = Outcome::ok;
    entry.http_status = 200;
    ledger::Attempt& attempt = entry.attempts.emplace_back();
    attempt.target = target;
    attempt.outcome = Outcome::ok;
    attempt.http_status = 200;
    attempt.answered = true;
    attempt.tokens.input = 214;
    attempt.tokens.output = 42;
    return entry;
}

void journal_request(Thread& thread) {
    static const ledger::Entry entry = make_entry(thread.target);
    static const ledger::OpenRecord open{.opening = entry.opening, .attempt = entry.attempts.front()};
    thread.out.clear();
    ledger::append_open(thread.out, open);
    thread.batch.add(1, {journal::RecordType::open, thread.out});
    thread.out.clear();
    ledger::append_close(thread.out, entry);
    thread.batch.add(2, {journal::RecordType::close, thread.out});
    thread.out.clear();
    thread.chain = thread.batch.append_frames(thread.out, {.low = 1, .high = 2}, thread.chain);
    thread.batch.clear();
}

const std::map<std::string_view, std::function<void(Thread&)>> steps = {
    {"read_request_head",
     [](Thread& thread) {
         thread.head_reader.reset();
         if (thread.head_reader.look(request_head, thread.head) != http::Progress::complete) fail("the head was refused");
     }},
    {"read_reply_head",
     [](Thread& thread) {
         http::ResponseHeadReader reader(thread.limits);
         http::ResponseHead head;
         if (reader.look(reply_head, head) != http::Progress::complete) fail("the reply's head was refused");
     }},
    {"read_request", [](Thread&) { read_request(); }},
    {"read_and_encode_request",
     [](Thread& thread) {
         if (!thread.provider->encode(*read_request(), thread.target)) fail("the request was not encoded");
     }},
    {"parse_reply", parse_reply},
    {"print_completion", print_completion},
    {"journal_request", journal_request},
};

}  // namespace

int main(int count, char** arguments) {
    if (count == 1) {
        for (const auto& [name, step] : steps) std::cout << name << "\n";
        return 0;
    }
    const auto step = count == 3 ? steps.find(arguments[1]) : steps.end();
    if (step == steps.end()) fail("usage: room_costs STEP TIMES, or alone for the names of the steps");
    Thread thread;
    for (long times = std::atol(arguments[2]); times > 0; --times) step->second(thread);
}
