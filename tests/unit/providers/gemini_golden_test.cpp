// Every folder of tests/golden/gemini/ is a case: a request, what the provider is sent for it, what it answers, what the caller gets.
// `status:` in a note makes its answer a failed reply, which is classified (failure.txt); `model:` and `host:` choose the rules.
// GOLDEN_UPDATE=1 rewrites what is expected.
//
// Streams are replayed cut once at every byte, by copies of the decoder, and at every byte at once. A stream that ends well is also
// folded: its events made into one whole reply must be the same answer.
#include <gtest/gtest.h>

#include <map>

#include "config/hosts.hpp"
#include "json/document.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion_collector.hpp"
#include "openai/request_echo.hpp"
#include "providers/gemini/provider.hpp"
#include "unit/providers/golden_case.hpp"
#include "unit/providers/openai_replay.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::tests {
namespace {

catalog::Target target_of(const GoldenCase& golden) {
    const std::string model = golden.from_note("model");
    return {.provider = "p", .model = model.empty() ? "gemini-3.5-flash" : model, .region = ""};
}

/// Made once for each host: its decoders point into it.
const providers::Provider* provider_of(const GoldenCase& golden) {
    static std::map<std::string, std::unique_ptr<providers::Provider>> made;
    const std::string id = golden.from_note("host");
    std::unique_ptr<providers::Provider>& provider = made[id];
    if (provider) return provider.get();
    const catalog::Host* host = config::find_host(id.empty() ? "gemini" : id);
    EXPECT_TRUE(host) << "no such host: " << id;
    providers::gemini::Options options;
    options.base_url = host->base_url.empty() ? golden.from_note("base_url") : host->base_url;
    options.credential = Secret("key-of-the-test");
    options.user_agent = "parley/test";
    options.rules = host->rules;
    provider = std::move(*providers::gemini::make_provider(options));
    return provider.get();
}

providers::UpstreamReply reply_of(std::string_view body, int status = 200) {
    providers::UpstreamReply reply;
    reply.status = status;
    reply.content_type = "application/json";
    reply.body = body;
    return reply;
}

std::string print_error(const Error& error) {
    std::string text = "error " + error.message + ": " + error.problems.at(0) + "\n";
    if (!error.code.empty()) text += "code " + error.code + "\n";
    return text;
}

std::string print_failure(const providers::UpstreamFailure& failure) {
    std::string text = std::string(to_string(failure.failure)) + " " + std::to_string(failure.status) + "\n";
    if (failure.code) text += "code " + *failure.code + "\n";
    if (failure.retry_after) text += "retry_after " + std::to_string(failure.retry_after->count()) + "ms\n";
    return text + "message " + failure.message + "\n";
}

/// The body that a caller gets for the events in `events`.
std::string print_completion(const openai::CompletionCollector& events, const openai::ChatRequest& request) {
    std::string echo;
    openai::append_request_echo(echo, request, request.model);
    openai::CompletionFacts facts;
    facts.request_id = replay_facts.request_id;
    facts.model = request.model;
    facts.created = replay_facts.created;
    facts.response_time_ns = 912345678;
    facts.request_echo = echo;
    facts.call_form = request.call_form;
    std::string out;
    const Result<openai::CompletionSummary> summary = events.append(out, facts);
    return summary ? out + "\n" : print_error(summary.error());
}

std::string print_whole(const GoldenCase& golden, std::string_view body, const openai::ChatRequest& request) {
    openai::CompletionCollector events;
    const auto failure = provider_of(golden)->decode(reply_of(body), target_of(golden), events);
    return failure ? print_failure(*failure) : print_completion(events, request);
}

openai::StreamFacts facts_of(const openai::ChatRequest& request) {
    openai::StreamFacts facts = replay_facts;
    facts.include_usage = request.include_usage;
    facts.call_form = request.call_form;
    return facts;
}

class GeminiGolden : public testing::TestWithParam<GoldenCase> {
  protected:
    void SetUp() override {
        const auto error = openai::read_chat_request(GetParam().request, request_);
        ASSERT_FALSE(error) << error->problems.front();
        request_.upstream_streams = request_.stream;
    }
    openai::ChatRequest request_;
};

TEST_P(GeminiGolden, says_where_it_comes_from) {
    EXPECT_TRUE(GetParam().from_note("origin").starts_with("constructed from ")) << GetParam().note;
}

TEST_P(GeminiGolden, sends_what_the_upstream_expects) {
    const auto encoded = provider_of(GetParam())->encode(request_, target_of(GetParam()));
    if (!encoded) return expect_golden(GetParam(), "refusal.txt", print_error(encoded.error()));
    std::string body;
    for (const std::string_view slice : encoded->body) body += slice;
    EXPECT_EQ(encoded->body_bytes, body.size());
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    expect_golden(GetParam(), "upstream_request.json", body + "\n");
    std::string dropped;
    for (const std::string& name : encoded->dropped) dropped += (dropped.empty() ? "" : " ") + name;
    EXPECT_EQ(dropped, GetParam().from_note("dropped"));
}

TEST_P(GeminiGolden, prints_what_the_caller_expects) {
    const GoldenCase& golden = GetParam();
    const std::string status = golden.from_note("status");
    if (!status.empty()) {
        const providers::UpstreamReply reply = reply_of(golden.upstream, std::stoi(status));
        expect_golden(golden, "failure.txt", print_failure(provider_of(golden)->classify(reply)));
    } else if (golden.answers_whole) {
        expect_golden(golden, "completion.json", print_whole(golden, golden.upstream, request_));
    } else {
        const auto decoder = provider_of(golden)->stream_decoder(target_of(golden), "");
        expect_golden(golden, "chunks.sse", replay(golden.upstream, {}, *decoder, facts_of(request_)));
    }
}

INSTANTIATE_TEST_SUITE_P(Tree, GeminiGolden, testing::ValuesIn(load_golden_cases("gemini")),
                         [](const auto& info) { return info.param.name; });

std::vector<GoldenCase> streams() {
    std::vector<GoldenCase> streams;
    for (GoldenCase& golden : load_golden_cases("gemini")) {
        if (!golden.answers_whole) streams.push_back(std::move(golden));
    }
    return streams;
}

class GeminiStreams : public testing::TestWithParam<GoldenCase> {
  protected:
    std::unique_ptr<providers::StreamDecoder> decoder() const { return provider_of(GetParam())->stream_decoder(target_of(GetParam()), ""); }
};

TEST_P(GeminiStreams, are_the_same_byte_by_byte) {
    const std::string& stream = GetParam().upstream;
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < stream.size(); ++at) cuts.push_back(at);
    EXPECT_EQ(replay(stream, cuts, *decoder()), replay(stream, {}, *decoder()));
}

TEST_P(GeminiStreams, are_the_same_at_every_split) {
    const std::string& stream = GetParam().upstream;
    RecordingSink whole;
    const auto at_once = decoder();
    at_once->feed(stream, whole);
    at_once->finish(whole);

    RecordingSink before;
    const auto prefix = decoder();
    for (std::size_t split = 0; split < stream.size(); ++split) {
        RecordingSink events = before;
        const std::unique_ptr<providers::StreamDecoder> rest = prefix->clone();
        rest->feed(std::string_view(stream).substr(split), events);
        rest->finish(events);
        ASSERT_EQ(events.lines, whole.lines) << "split before byte " << split;
        const std::string piece = stream.substr(split, 1);
        prefix->feed(piece, before);
    }
}

/// The replies of a stream as one: all parts in order, the last word on the rest.
std::string fold(const std::string& stream) {
    std::string parts, finish_reason, rest;
    http::SseReader reader;
    http::SseEvent event;
    for (std::string_view left = stream; reader.next(left, event) == http::SseReader::Status::event;) {
        json::Document document;
        if (document.parse(event.data, {.allow_lone_surrogates = true})) continue;
        const json::Value root = document.root();
        const json::Value candidate = root.find("candidates").size() > 0 ? *root.find("candidates").elements().begin() : json::Value();
        for (const json::Value part : candidate.find("content").find("parts").elements()) {
            parts += (parts.empty() ? "" : ",") + std::string(part.raw());
        }
        if (const json::Value reason = candidate.find("finishReason")) finish_reason = reason.raw();
        const std::string id = std::string(root.find("responseId") ? root.find("responseId").raw() : "\"\"");
        if (rest.empty()) rest = R"(,"responseId":)" + id;
        if (const json::Value usage = root.find("usageMetadata"); usage.find("promptTokenCount")) {
            rest = rest.substr(0, rest.find(R"(,"usageMetadata")")) + R"(,"usageMetadata":)" + std::string(usage.raw());
        }
    }
    return R"({"candidates":[{"content":{"parts":[)" + parts + R"(]},"finishReason":)" + finish_reason + "}]" + rest + "}";
}

TEST_P(GeminiStreams, folded_are_the_whole_answer) {
    const GoldenCase& golden = GetParam();
    openai::ChatRequest request;
    ASSERT_FALSE(openai::read_chat_request(golden.request, request));
    openai::CompletionCollector events;
    const auto stream = decoder();
    stream->feed(golden.upstream, events);
    stream->finish(events);
    const std::string streamed = print_completion(events, request);
    // What broke, and what was never asked, has no whole to compare with.
    if (!streamed.starts_with('{') || golden.upstream.find("blockReason") != std::string::npos) return;
    EXPECT_EQ(streamed, print_whole(golden, fold(golden.upstream), request));
}

INSTANTIATE_TEST_SUITE_P(Tree, GeminiStreams, testing::ValuesIn(streams()), [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace parley::tests
