// Every folder of tests/golden/bedrock/ is a case. The request is read and encoded by the rules of the case's model; the
// upstream's bytes are decoded and printed as the caller asked, or classified when the note gives a status; both results are
// compared with the files beside them. GOLDEN_UPDATE=1 rewrites these files. Streams are then replayed in pieces: cut once at
// every byte, with the decoder copied as a value, and cut at every byte at once.
#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "json/write.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion_collector.hpp"
#include "openai/request_echo.hpp"
#include "providers/bedrock/provider.hpp"
#include "unit/providers/golden_case.hpp"
#include "unit/providers/openai_replay.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::tests {
namespace {

catalog::Target target_of(const GoldenCase& golden) {
    const std::string model = golden.from_note("model");
    return {.provider = "p", .model = model.empty() ? "us.anthropic.claude-haiku-4-5-20251001-v1:0" : model, .region = ""};
}

const providers::Provider& provider() {
    static const auto made = providers::bedrock::make_provider({.base_url = "https://bedrock-runtime.us-east-1.amazonaws.com",
                                                                .key = Secret("bedrock-api-key-1"),
                                                                .credentials = {},
                                                                .aws_region = {},
                                                                .user_agent = "parley/test",
                                                                .rules = config::find_host("bedrock")->rules});
    return **made;
}

openai::StreamFacts facts_of(const openai::ChatRequest& request) {
    openai::StreamFacts facts = replay_facts;
    facts.include_usage = request.include_usage;
    return facts;
}

providers::UpstreamReply reply_of(const GoldenCase& golden) {
    providers::UpstreamReply reply;
    reply.status = golden.from_note("status").empty() ? 200 : std::stoi(golden.from_note("status"));
    reply.content_type = golden.answers_whole ? "application/json" : "application/vnd.amazon.eventstream";
    reply.body = golden.upstream;
    return reply;
}

std::string print_completion(const GoldenCase& golden, const openai::ChatRequest& request) {
    openai::CompletionCollector answer;
    EXPECT_FALSE(provider().decode(reply_of(golden), target_of(golden), answer));
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
    EXPECT_TRUE(answer.append(out, facts));
    return out + "\n";
}

std::string print_stream(const GoldenCase& golden, const openai::ChatRequest& request) {
    if (!golden.answers_whole)
        return replay(golden.upstream, {}, *provider().stream_decoder(target_of(golden), {}), facts_of(request));
    std::string out;
    openai::ChunkEmitter emitter(out, facts_of(request));
    EXPECT_FALSE(provider().decode(reply_of(golden), target_of(golden), emitter));
    emitter.close();
    return out;
}

std::string print_failure(const GoldenCase& golden) {
    const std::string retry_after = golden.from_note("retry_after");
    const std::string error_type = golden.from_note("error_type");
    providers::UpstreamReply reply = reply_of(golden);
    reply.retry_after = retry_after;
    reply.reply_field = error_type;
    const providers::UpstreamFailure failure = provider().classify(reply);
    std::string out;
    json::ObjectWriter writer(out);
    writer.string("failure", providers::to_string(failure.failure));
    writer.integer("status", failure.status);
    writer.string("message", failure.message);
    if (failure.code) writer.string("code", *failure.code);
    if (!failure.param.empty()) writer.string("param", failure.param);
    if (failure.retry_after) writer.integer("retry_after_ms", failure.retry_after->count());
    writer.close();
    return out + "\n";
}

class BedrockGolden : public testing::TestWithParam<GoldenCase> {
  protected:
    void SetUp() override {
        const auto error = openai::read_chat_request(GetParam().request, request_);
        ASSERT_FALSE(error) << error->problems.front();
        request_.upstream_streams = request_.stream;
    }
    openai::ChatRequest request_;
};

TEST_P(BedrockGolden, says_where_it_comes_from) { EXPECT_TRUE(GetParam().from_note("origin").starts_with("constructed from ")); }

TEST_P(BedrockGolden, sends_what_the_upstream_expects) {
    const Result<providers::UpstreamRequest> encoded = provider().encode(request_, target_of(GetParam()));
    ASSERT_TRUE(encoded) << encoded.error().problems.front();
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

TEST_P(BedrockGolden, tells_what_the_caller_expects) {
    if (!GetParam().from_note("status").empty()) {
        expect_golden(GetParam(), "failure.json", print_failure(GetParam()));
    } else if (request_.stream) {
        expect_golden(GetParam(), "chunks.sse", print_stream(GetParam(), request_));
    } else {
        expect_golden(GetParam(), "completion.json", print_completion(GetParam(), request_));
    }
}

INSTANTIATE_TEST_SUITE_P(Tree, BedrockGolden, testing::ValuesIn(load_golden_cases("bedrock")),
                         [](const auto& info) { return info.param.name; });

std::vector<GoldenCase> streams() {
    std::vector<GoldenCase> streams;
    for (GoldenCase& golden : load_golden_cases("bedrock")) {
        if (!golden.answers_whole) streams.push_back(std::move(golden));
    }
    return streams;
}

class BedrockStreams : public testing::TestWithParam<GoldenCase> {};

TEST_P(BedrockStreams, are_the_same_byte_by_byte) {
    const GoldenCase& golden = GetParam();
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < golden.upstream.size(); ++at) cuts.push_back(at);
    const auto decoder = provider().stream_decoder(target_of(golden), {});
    EXPECT_EQ(replay(golden.upstream, cuts, *decoder), replay(golden.upstream, {}, *decoder));
}

TEST_P(BedrockStreams, are_the_same_at_every_split) {
    const std::string& stream = GetParam().upstream;
    RecordingSink whole;
    const auto at_once = provider().stream_decoder(target_of(GetParam()), {});
    at_once->feed(stream, whole);
    at_once->finish(whole);

    RecordingSink before;
    const auto prefix = provider().stream_decoder(target_of(GetParam()), {});
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

INSTANTIATE_TEST_SUITE_P(Tree, BedrockStreams, testing::ValuesIn(streams()), [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace parley::tests
