#include "providers/openai/provider.hpp"

#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::providers::openai_dialect {
namespace {

Options options(std::string base_url) {
    return {.base_url = std::move(base_url), .credential = Secret("sk-1"), .user_agent = "parley/0.1.0", .api_version = {}, .rules = {}};
}

/// A provider at one of the known hosts.
Options at_host(std::string_view id) {
    Options known = options("http://localhost/v1");
    known.rules = config::find_host(id)->rules;
    return known;
}

/// The whole request, head and body, as it would be written.
std::string encode(const Options& options, const std::string& body) {
    openai::ChatRequest request;
    const auto error = openai::read_chat_request(body, request);
    EXPECT_FALSE(error) << error->problems.front();
    const auto provider = make_provider(options);
    EXPECT_TRUE(provider);
    // Moved as the exchange moves it: the slices must survive it.
    Result<UpstreamRequest> encoded = (*provider)->encode(request, {"p", "up \"1\"", "us"});
    const UpstreamRequest moved = std::move(*encoded);
    std::string whole(moved.head);
    whole += "\r\n";
    for (const std::string_view slice : moved.body) whole += slice;
    EXPECT_EQ(whole.size(), moved.head.size() + 2 + moved.body_bytes);
    return whole;
}

std::string body_of(const std::string& body, const Options& provider = options("http://localhost/v1")) {
    const std::string whole = encode(provider, body);
    return whole.substr(whole.find("\r\n\r\n") + 4);
}

const std::string messages = R"("messages":[{"role":"user","content":"hi"}])";

TEST(OpenAiProvider, writes_the_head_that_openai_expects) {
    const std::string whole = encode(options("https://api.openai.com/v1"), R"({"model":"m",)" + messages + "}");
    EXPECT_TRUE(
        whole.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"
                          "host: api.openai.com\r\n"
                          "authorization: Bearer sk-1\r\n"
                          "content-type: application/json\r\n"
                          "accept: application/json\r\n"
                          "accept-encoding: identity\r\n"
                          "user-agent: parley/0.1.0\r\n\r\n{"))
        << whole;
}

TEST(OpenAiProvider, asks_for_an_event_stream_when_it_streams) {
    const std::string whole = encode(options("http://127.0.0.1:11434/v1/"), R"({"model":"m","stream":true,)" + messages + "}");
    EXPECT_NE(whole.find("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:11434\r\n"), std::string::npos);
    EXPECT_NE(whole.find("accept: text/event-stream\r\n"), std::string::npos);
}

TEST(OpenAiProvider, writes_the_head_that_azure_expects) {
    Options azure = options("https://x.openai.azure.com/openai/deployments/house");
    azure.api_version = "2024-10-21";
    azure.rules = config::find_host("azure")->rules;
    const std::string whole = encode(azure, R"({"model":"m",)" + messages + "}");
    EXPECT_TRUE(
        whole.starts_with("POST /openai/deployments/house/chat/completions?api-version=2024-10-21 HTTP/1.1\r\n"
                          "host: x.openai.azure.com\r\n"
                          "api-key: sk-1\r\n"))
        << whole;
    EXPECT_EQ(whole.find("authorization"), std::string::npos);
}

TEST(OpenAiProvider, sends_no_authorization_to_hosts_that_ask_for_none) {
    Options open = options("http://localhost:8000/v1");
    open.credential = Secret();
    EXPECT_EQ(encode(open, R"({"model":"m",)" + messages + "}").find("authorization"), std::string::npos);
}

TEST(OpenAiProvider, is_not_made_from_what_could_split_a_head) {
    Options split = options("http://localhost/v1");
    split.credential = Secret("a\r\nx: y");
    const auto refused = make_provider(split);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message.find("x: y"), std::string::npos);
    Options agent = options("http://localhost/v1");
    agent.user_agent = "a\nb";
    EXPECT_FALSE(make_provider(agent));
    Options version = options("http://localhost/v1");
    version.api_version = "1&x=2";
    EXPECT_FALSE(make_provider(version));
    EXPECT_FALSE(make_provider(options("localhost/v1")));
}

TEST(OpenAiProvider, changes_nothing_in_a_request_but_the_model) {
    EXPECT_EQ(body_of(R"({ "x": 1.0e5, "model" : "m" ,"max_tokens": 5, "\u0061b":"\/é", )" + messages + " }"),
              R"({ "x": 1.0e5, "model" : "up \"1\"" ,"max_tokens": 5, "\u0061b":"\/é", )" + messages + " }");
}

TEST(OpenAiProvider, cuts_every_field_that_is_not_the_upstreams_business) {
    for (const std::string field : {"transcript_id", "transcript", "transcript_format", "transcript_window", "fallbacks", "fallback_config",
                                    "post_processing_steps", "model_region", "zero_data_retention", "cache_control", "api_key", "api_base",
                                    "base_url", "provider", "user_config", "prompt", "api\\u005fkey"}) {
        EXPECT_EQ(body_of(R"({"model":"m",")" + field + R"(":null,)" + messages + R"(,"max_tokens":5})"),
                  R"({"model":"up \"1\"",)" + messages + R"(,"max_tokens":5})")
            << field;
    }
}

TEST(OpenAiProvider, names_the_limit_as_the_upstream_knows_it) {
    const auto limit = [](std::string_view members, const Options& provider) {
        const std::string head = R"({"model":"m",)" + messages;
        const std::string body = body_of(head + std::string(members) + "}", provider);
        return body.substr(body.find("}]") + 2);
    };
    const Options host = options("http://localhost/v1");
    EXPECT_EQ(limit("", host), R"(,"max_tokens":1000})");
    EXPECT_EQ(limit(R"(,"max_tokens":null)", host), R"(,"max_tokens":1000})");
    EXPECT_EQ(limit(R"(,"max_tokens":7)", host), R"(,"max_tokens":7})");
    EXPECT_EQ(limit(R"(,"max_completion_tokens":9)", host), R"(,"max_tokens":9})");
    EXPECT_EQ(limit(R"(,"max_tokens":7,"max_completion_tokens":9)", host), R"(,"max_tokens":9})");
    for (const Options& openai : {at_host("openai"), at_host("azure")}) {
        EXPECT_EQ(limit(R"(,"max_tokens":7)", openai), R"(,"max_completion_tokens":7})");
        EXPECT_EQ(limit(R"(,"max_completion_tokens":9)", openai), R"(,"max_completion_tokens":9})");
    }
}

TEST(OpenAiProvider, always_asks_a_stream_for_its_usage) {
    const auto asked = [](std::string_view stream_options, const Options& provider = options("http://localhost/v1")) {
        return body_of(R"({"model":"m","max_tokens":5,"max_completion_tokens":5,)" + messages + R"(,"stream":true)" +
                           std::string(stream_options) + "}",
                       provider);
    };
    const auto ends = [](const std::string& body, std::string_view end) { return body.ends_with(end); };
    EXPECT_PRED2(ends, asked(""), R"("stream":true,"stream_options":{"include_usage":true}})");
    EXPECT_PRED2(ends, asked(R"(,"stream_options":null)"), R"("stream_options":{"include_usage":true}})");
    EXPECT_PRED2(ends, asked(R"(,"stream_options":{"include_usage":false,"x": [1]})"),
                 R"("stream_options":{"x": [1],"include_usage":true}})");
    EXPECT_PRED2(ends, asked(R"(,"stream_options":{"include_obfuscation":true})"),
                 R"("stream_options":{"include_obfuscation":true,"include_usage":true}})");
    EXPECT_PRED2(ends, asked(R"(,"stream_options":{"include_obfuscation":true})", at_host("openai")),
                 R"("stream_options":{"include_usage":true,"include_obfuscation":false}})");
}

TEST(OpenAiProvider, drops_an_empty_list_of_tools) {
    EXPECT_EQ(body_of(R"({"model":"m","tools":[],"max_tokens":5,)" + messages + "}"),
              R"({"model":"up \"1\"","max_tokens":5,)" + messages + "}");
}

TEST(OpenAiProvider, makes_a_message_of_a_prompt) {
    const std::string expected = R"("messages":[{"role":"user","content":"say \"hi\" \u00e9"}])";
    EXPECT_EQ(body_of(R"({"prompt":"say \"hi\" \u00e9","model":"m","max_tokens":5})"),
              R"({"model":"up \"1\"","max_tokens":5,)" + expected + "}");
    EXPECT_EQ(body_of(R"({"model":"m","messages":null,"max_tokens":5,"prompt":"say \"hi\" \u00e9"})"),
              R"({"model":"up \"1\"",)" + expected + R"(,"max_tokens":5})");
}

TEST(OpenAiProvider, no_failure_quotes_its_credential) {
    const std::string credential = "J4oegzhKvQsN-UTWZ4HT4";  // it looks like no key that one would know
    Options secretive = options("http://localhost/v1");
    secretive.credential = Secret(credential);
    const auto provider = make_provider(secretive);
    ASSERT_TRUE(provider);
    const std::string error = R"({"error":{"message":"no such key: )" + credential + R"(","type":"server_error"}})";
    const catalog::Target target{"p", "m", ""};

    UpstreamReply reply;
    reply.status = 500;
    reply.body = error;
    EXPECT_EQ((*provider)->classify(reply).message, "no such key: ***");
    reply.status = 200;
    tests::RecordingSink sink;
    EXPECT_EQ((*provider)->decode(reply, target, sink)->message, "no such key: ***");
    (*provider)->stream_decoder(target, "")->feed("data: " + error + "\n\n", sink);
    EXPECT_EQ(sink.lines, "error no such key: ***\n");
}

TEST(OpenAiProvider, mends_a_request_only_if_that_changes_it) {
    const auto mended = [](const std::string& members, std::string param) {
        openai::ChatRequest request;
        const std::string body = R"({"model":"m","max_tokens":5,)" + messages + members + "}";
        EXPECT_FALSE(openai::read_chat_request(body, request));
        UpstreamFailure failure;
        failure.code = "unsupported_parameter";
        failure.param = std::move(param);
        const auto provider = make_provider(at_host("openai"));
        std::optional<UpstreamRequest> again = (*provider)->mend(request, {"p", "m", ""}, failure);
        std::string text = again ? "" : "nothing";
        for (const std::string_view slice : again ? again->body : decltype(UpstreamRequest::body)()) text += slice;
        return text;
    };
    const std::string plain = R"({"model":"m",)" + messages;
    EXPECT_EQ(mended(R"(,"temperature":0,"seed":1)", "temperature"), plain + R"(,"max_completion_tokens":5})");
    EXPECT_EQ(mended("", "max_completion_tokens"), R"({"model":"m","max_tokens":5,)" + messages + "}");
    EXPECT_EQ(mended("", "temperature"), "nothing");
    EXPECT_EQ(mended(R"(,"temperature":0)", "messages"), "nothing");
}

TEST(OpenAiProvider, goes_on_from_an_answer_that_is_begun_where_its_host_is_known_to) {
    Options house = options("http://localhost/v1");
    EXPECT_FALSE((*make_provider(house))->goes_on_from_prefill({"p", "m", ""}));
    house.rules.rules.prefill = true;
    EXPECT_TRUE((*make_provider(house))->goes_on_from_prefill({"p", "m", ""}));
    EXPECT_TRUE((*make_provider(at_host("mistral")))->goes_on_from_prefill({"p", "mistral-large-latest", ""}));
    EXPECT_FALSE((*make_provider(at_host("openai")))->goes_on_from_prefill({"p", "gpt-4.1", ""}));
}

TEST(OpenAiProvider, keeps_stop_beside_calls_for_openai_alone) {
    EXPECT_EQ((*make_provider(at_host("openai")))->stop_with_calls(), openai::StopWithCalls::is_kept);
    EXPECT_EQ((*make_provider(at_host("groq")))->stop_with_calls(), openai::StopWithCalls::means_tool_calls);
}

}  // namespace
}  // namespace parley::providers::openai_dialect
