// Every folder of tests/golden/openai/ is a case. The request is read and encoded; the upstream's bytes are decoded and
// printed; both results are compared with the files beside them. GOLDEN_UPDATE=1 rewrites these files.
//
// Streams are then replayed in pieces, each of which lies in memory of its own, so that reading past it is seen. Cut
// once at every byte: the decoder that has read the bytes before the cut is copied as a value, and the copy reads the
// rest. Cut at every byte, and at many random places: through the emitter, whose output must not change by a byte.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.hpp"
#include "config/hosts.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion.hpp"
#include "openai/request_echo.hpp"
#include "providers/openai/provider.hpp"
#include "unit/providers/golden_case.hpp"
#include "unit/providers/openai_replay.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::tests {
namespace {

constexpr std::string_view default_base_url = "https://compatible.example/v1";
constexpr std::size_t every_split_bytes_max = 8 * 1024;

catalog::Target target_of(const GoldenCase& golden) {
    const std::string model = golden.from_note("model");
    return {.provider = "p", .model = model.empty() ? "upstream-model" : model, .region = ""};
}

std::unique_ptr<providers::Provider> provider_of(const GoldenCase& golden) {
    const std::string id = golden.from_note("host");
    const catalog::Host* host = config::find_host(id);
    EXPECT_EQ(host == nullptr, id.empty()) << "no such host: " << id;
    providers::openai_dialect::Options options;
    options.base_url = host && !host->base_url.empty() ? host->base_url : default_base_url;
    options.credential = Secret("k");
    options.user_agent = "parley/test";
    if (host) options.rules = host->rules;
    return std::move(*providers::openai_dialect::make_provider(options));
}

/// A decoder as the provider makes it for the case.
std::unique_ptr<providers::StreamDecoder> decoder_of(const GoldenCase& golden) {
    return provider_of(golden)->stream_decoder(target_of(golden), golden.from_note("reply_field"));
}

openai::StreamFacts facts_of(const openai::ChatRequest& request) {
    openai::StreamFacts facts = replay_facts;
    facts.include_usage = request.include_usage;
    return facts;
}

std::string join(const providers::UpstreamRequest& request) {
    std::string body;
    for (const std::string_view slice : request.body) body += slice;
    EXPECT_EQ(request.body_bytes, body.size());
    return body;
}

std::string print_completion(const GoldenCase& golden, const openai::ChatRequest& request) {
    json::Document reply;
    EXPECT_FALSE(reply.parse(golden.upstream));
    std::string echo;
    openai::append_request_echo(echo, request, request.model);
    openai::CompletionFacts facts;
    facts.request_id = replay_facts.request_id;
    facts.model = request.model;
    facts.created = replay_facts.created;
    facts.response_time_ns = 912345678;
    facts.request_echo = echo;
    facts.stop_with_calls = provider_of(golden)->stop_with_calls();
    std::string out;
    EXPECT_TRUE(openai::append_completion(out, reply.root(), facts));
    return out + "\n";
}

std::string print_stream(const GoldenCase& golden, const openai::ChatRequest& request) {
    if (!golden.answers_whole) return replay(golden.upstream, {}, *decoder_of(golden), facts_of(request));
    std::string out;
    openai::ChunkEmitter emitter(out, facts_of(request));
    providers::UpstreamReply reply;
    reply.status = 200;
    reply.content_type = "application/json";
    reply.body = golden.upstream;
    const std::string reply_field = golden.from_note("reply_field");
    reply.reply_field = reply_field;
    EXPECT_FALSE(provider_of(golden)->decode(reply, target_of(golden), emitter));
    emitter.close();
    return out;
}

class OpenAiGolden : public testing::TestWithParam<GoldenCase> {
  protected:
    void SetUp() override {
        const auto error = openai::read_chat_request(GetParam().request, request_);
        ASSERT_FALSE(error) << error->problems.front();
    }
    openai::ChatRequest request_;
};

TEST_P(OpenAiGolden, says_where_it_comes_from) { EXPECT_FALSE(GetParam().from_note("origin").empty()); }

TEST_P(OpenAiGolden, sends_what_the_upstream_expects) {
    const auto provider = provider_of(GetParam());
    const Result<providers::UpstreamRequest> encoded = provider->encode(request_, target_of(GetParam()));
    ASSERT_TRUE(encoded);
    const std::string body = join(*encoded);
    json::Document document;
    EXPECT_FALSE(document.parse(body)) << body;
    expect_golden(GetParam(), "upstream_request.json", body + "\n");
    std::string dropped;
    for (const std::string& name : encoded->dropped) dropped += (dropped.empty() ? "" : " ") + name;
    EXPECT_EQ(dropped, GetParam().from_note("dropped"));
}

TEST_P(OpenAiGolden, prints_what_the_caller_expects) {
    if (request_.stream) {
        expect_golden(GetParam(), "chunks.sse", print_stream(GetParam(), request_));
    } else {
        expect_golden(GetParam(), "completion.json", print_completion(GetParam(), request_));
    }
}

INSTANTIATE_TEST_SUITE_P(Tree, OpenAiGolden, testing::ValuesIn(load_golden_cases("openai")),
                         [](const auto& info) { return info.param.name; });

std::vector<GoldenCase> streams() {
    std::vector<GoldenCase> streams;
    for (GoldenCase& golden : load_golden_cases("openai")) {
        if (!golden.answers_whole) streams.push_back(std::move(golden));
    }
    return streams;
}

class OpenAiStreams : public testing::TestWithParam<GoldenCase> {};

TEST_P(OpenAiStreams, are_the_same_without_the_fast_path) {
    const GoldenCase& golden = GetParam();
    const auto slow = without_fast_path(*decoder_of(golden));
    EXPECT_EQ(replay(golden.upstream, {}, *decoder_of(golden)), replay(golden.upstream, {}, *slow));
}

TEST_P(OpenAiStreams, are_the_same_byte_by_byte) {
    const GoldenCase& golden = GetParam();
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < golden.upstream.size(); ++at) cuts.push_back(at);
    EXPECT_EQ(replay(golden.upstream, cuts, *decoder_of(golden)), replay(golden.upstream, {}, *decoder_of(golden)));
}

TEST_P(OpenAiStreams, are_the_same_at_every_split) {
    const GoldenCase& golden = GetParam();
    const std::string& stream = golden.upstream;
    const std::size_t step = stream.size() <= every_split_bytes_max ? 1 : stream.size() / 200;

    RecordingSink whole;
    const auto at_once = decoder_of(golden);
    at_once->feed(stream, whole);
    at_once->finish(whole);

    RecordingSink before;
    const auto prefix = decoder_of(golden);
    for (std::size_t split = 0; split < stream.size(); split += step) {
        RecordingSink events = before;
        const std::unique_ptr<providers::StreamDecoder> rest = prefix->clone();
        rest->feed(std::string_view(stream).substr(split), events);
        rest->finish(events);
        ASSERT_EQ(events.lines, whole.lines) << "split before byte " << split;
        const std::string piece = stream.substr(split, step);
        prefix->feed(piece, before);
    }
}

/// PARLEY_SPLITS raises the number for a long run.
std::size_t replay_count() {
    const char* const wish = std::getenv("PARLEY_SPLITS");
    return wish ? std::strtoull(wish, nullptr, 10) : 2000;
}

TEST(OpenAiStreamsTogether, are_the_same_at_random_cuts) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const std::vector<GoldenCase> cases = streams();
    std::vector<std::string> whole;
    for (const GoldenCase& golden : cases) whole.push_back(replay(golden.upstream, {}, *without_fast_path(*decoder_of(golden))));

    for (std::size_t run = 0; run < replay_count(); ++run) {
        const std::size_t which = random.below(cases.size());
        const std::string& stream = cases[which].upstream;
        std::vector<std::size_t> cuts;
        for (std::size_t at = random.below(64); at < stream.size(); at += 1 + random.below(256)) cuts.push_back(at);
        ASSERT_EQ(replay(stream, cuts, *decoder_of(cases[which])), whole[which]) << cases[which].name << ", run " << run;
    }
}

INSTANTIATE_TEST_SUITE_P(Tree, OpenAiStreams, testing::ValuesIn(streams()), [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace parley::tests
