// Every folder of tests/golden/anthropic/ and tests/golden/bedrock/ is a case. The request is read and encoded by the rules of the case's
// model; the upstream's bytes are decoded and printed as the caller asked, or classified when the note gives a status; both results are
// compared with the files beside them. GOLDEN_UPDATE=1 rewrites these files. Streams are then replayed in pieces: cut once at
// every byte, with the decoder copied as a value, and cut at every byte at once.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "config/hosts.hpp"
#include "json/write.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion_collector.hpp"
#include "openai/request_echo.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/anthropic/stream_decoder.hpp"
#include "providers/bedrock/provider.hpp"
#include "unit/providers/golden_case.hpp"
#include "unit/providers/openai_replay.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::tests {
namespace {

struct Dialect {
    std::string_view name;
    std::string model;  // of cases whose notes name none
    std::string_view stream_type;
    std::unique_ptr<providers::Provider> provider;
};

const Dialect& anthropic() {
    static const Dialect dialect{"anthropic", "claude-sonnet-4-5-20250929", "text/event-stream; charset=utf-8",
                                 *providers::anthropic::make_provider({.base_url = "https://api.anthropic.com",
                                                                       .credential = Secret("sk-ant-1"),
                                                                       .user_agent = "parley/test",
                                                                       .rules = config::find_host("anthropic")->rules})};
    return dialect;
}

const Dialect& bedrock() {
    static const Dialect dialect{"bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "application/vnd.amazon.eventstream",
                                 *providers::bedrock::make_provider({.base_url = "https://bedrock-runtime.us-east-1.amazonaws.com",
                                                                     .key = Secret("bedrock-api-key-1"),
                                                                     .credentials = {},
                                                                     .aws_region = {},
                                                                     .user_agent = "parley/test",
                                                                     .rules = config::find_host("bedrock")->rules})};
    return dialect;
}

struct NativeCase {
    const Dialect* dialect = nullptr;
    GoldenCase golden;

    const providers::Provider& provider() const { return *dialect->provider; }
    catalog::Target target() const {
        const std::string model = golden.from_note("model");
        return {.provider = "p", .model = model.empty() ? dialect->model : model, .region = ""};
    }
    std::unique_ptr<providers::StreamDecoder> decoder() const { return provider().stream_decoder(target(), {}); }
};

std::vector<NativeCase> all_cases() {
    std::vector<NativeCase> cases;
    for (const Dialect* dialect : {&anthropic(), &bedrock()}) {
        for (GoldenCase& golden : load_golden_cases(dialect->name)) cases.push_back({dialect, std::move(golden)});
    }
    return cases;
}

std::string name_of(const testing::TestParamInfo<NativeCase>& info) {
    return std::string(info.param.dialect->name) + "_" + info.param.golden.name;
}

openai::StreamFacts facts_of(const openai::ChatRequest& request) {
    openai::StreamFacts facts = replay_facts;
    facts.include_usage = request.include_usage;
    return facts;
}

providers::UpstreamReply reply_of(const NativeCase& native) {
    const GoldenCase& golden = native.golden;
    providers::UpstreamReply reply;
    reply.status = golden.from_note("status").empty() ? 200 : std::stoi(golden.from_note("status"));
    reply.content_type = golden.answers_whole ? std::string_view("application/json") : native.dialect->stream_type;
    reply.body = golden.upstream;
    return reply;
}

std::string print_completion(const NativeCase& native, const openai::ChatRequest& request) {
    openai::CompletionCollector answer;
    EXPECT_FALSE(native.provider().decode(reply_of(native), native.target(), answer));
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

std::string print_stream(const NativeCase& native, const openai::ChatRequest& request) {
    if (!native.golden.answers_whole) return replay(native.golden.upstream, {}, *native.decoder(), facts_of(request));
    std::string out;
    openai::ChunkEmitter emitter(out, facts_of(request));
    EXPECT_FALSE(native.provider().decode(reply_of(native), native.target(), emitter));
    emitter.close();
    return out;
}

std::string print_failure(const NativeCase& native) {
    const std::string retry_after = native.golden.from_note("retry_after");
    const std::string error_type = native.golden.from_note("error_type");
    providers::UpstreamReply reply = reply_of(native);
    reply.retry_after = retry_after;
    reply.reply_field = error_type;
    const providers::UpstreamFailure failure = native.provider().classify(reply);
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

class NativeGolden : public testing::TestWithParam<NativeCase> {
  protected:
    void SetUp() override {
        const auto error = openai::read_chat_request(GetParam().golden.request, request_);
        ASSERT_FALSE(error) << error->problems.front();
        request_.upstream_streams = request_.stream;
    }
    openai::ChatRequest request_;
};

TEST_P(NativeGolden, says_where_it_comes_from) { EXPECT_TRUE(GetParam().golden.from_note("origin").starts_with("constructed from ")); }

TEST_P(NativeGolden, sends_what_the_upstream_expects) {
    const Result<providers::UpstreamRequest> encoded = GetParam().provider().encode(request_, GetParam().target());
    ASSERT_TRUE(encoded) << encoded.error().problems.front();
    std::string body;
    for (const std::string_view slice : encoded->body) body += slice;
    EXPECT_EQ(encoded->body_bytes, body.size());
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    expect_golden(GetParam().golden, "upstream_request.json", body + "\n");
    std::string dropped;
    for (const std::string& name : encoded->dropped) dropped += (dropped.empty() ? "" : " ") + name;
    EXPECT_EQ(dropped, GetParam().golden.from_note("dropped"));
}

TEST_P(NativeGolden, tells_what_the_caller_expects) {
    if (!GetParam().golden.from_note("status").empty()) {
        expect_golden(GetParam().golden, "failure.json", print_failure(GetParam()));
    } else if (request_.stream) {
        expect_golden(GetParam().golden, "chunks.sse", print_stream(GetParam(), request_));
    } else {
        expect_golden(GetParam().golden, "completion.json", print_completion(GetParam(), request_));
    }
}

INSTANTIATE_TEST_SUITE_P(Tree, NativeGolden, testing::ValuesIn(all_cases()), name_of);

std::vector<NativeCase> streams() {
    std::vector<NativeCase> cases = all_cases();
    std::erase_if(cases, [](const NativeCase& native) { return native.golden.answers_whole; });
    return cases;
}

class NativeStreams : public testing::TestWithParam<NativeCase> {};

TEST_P(NativeStreams, are_the_same_without_the_fast_path) {
    const auto parser = GetParam().decoder();
    auto* const anthropic = dynamic_cast<providers::anthropic::AnthropicStreamDecoder*>(parser.get());
    if (!anthropic) return;  // Bedrock's has none
    anthropic->parse_everything();
    const std::string& stream = GetParam().golden.upstream;
    EXPECT_EQ(replay(stream, {}, *GetParam().decoder()), replay(stream, {}, *parser));
}

TEST_P(NativeStreams, are_the_same_byte_by_byte) {
    const std::string& stream = GetParam().golden.upstream;
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < stream.size(); ++at) cuts.push_back(at);
    const auto decoder = GetParam().decoder();
    EXPECT_EQ(replay(stream, cuts, *decoder), replay(stream, {}, *decoder));
}

TEST_P(NativeStreams, are_the_same_at_every_split) {
    const std::string& stream = GetParam().golden.upstream;
    RecordingSink whole;
    const auto at_once = GetParam().decoder();
    at_once->feed(stream, whole);
    at_once->finish(whole);

    RecordingSink before;
    const auto prefix = GetParam().decoder();
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

INSTANTIATE_TEST_SUITE_P(Tree, NativeStreams, testing::ValuesIn(streams()), name_of);

}  // namespace
}  // namespace parley::tests
