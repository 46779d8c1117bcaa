#include "providers/bedrock/provider.hpp"

#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "openai/completion_collector.hpp"
#include "providers/bedrock/endpoint.hpp"
#include "unit/providers/event_frames.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::providers::bedrock {
namespace {

constexpr const char* haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
constexpr const char* older = "us.anthropic.claude-sonnet-4-20250514-v1:0";

Options options() {
    return {.base_url = "https://bedrock-runtime.eu-west-1.amazonaws.com",
            .key = Secret("bedrock-api-key-1"),
            .credentials = {},
            .aws_region = {},
            .user_agent = "parley/0.1.0",
            .rules = config::find_host("bedrock")->rules};
}

Options signing(std::string base_url = "https://bedrock-runtime.eu-west-1.amazonaws.com") {
    Options signing = options();
    signing.base_url = std::move(base_url);
    signing.key = Secret();
    signing.credentials = {Secret("AKIDEXAMPLE"), Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), Secret("session-token-1")};
    return signing;
}

std::unique_ptr<Provider> provider(const Options& from = options()) { return std::move(*make_provider(from)); }

std::string join(const UpstreamRequest& request) {
    std::string body;
    for (const std::string_view slice : request.body) body += slice;
    return body;
}

struct Read {
    explicit Read(const std::string& text) : body(text) {
        const auto error = openai::read_chat_request(body, request);
        EXPECT_FALSE(error) << error->problems.front();
        request.upstream_streams = request.stream;
    }
    std::string body;
    openai::ChatRequest request;
};

std::string with(const std::string& members) {
    return R"({"model":"m","messages":[{"role":"user","content":"hi"}])" + (members.empty() ? "" : "," + members) + "}";
}

std::vector<std::string> problems_of(const std::string& body, const char* model = haiku) {
    const Read read(body);
    const auto encoded = provider()->encode(read.request, {"p", model, ""});
    return encoded ? std::vector<std::string>() : encoded.error().problems;
}

std::vector<std::string> problems_of_part(const std::string& part, const char* model = haiku) {
    return problems_of(R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},)" + part + "]}]}", model);
}

TEST(BedrockProvider, writes_the_head_that_bedrock_expects) {
    const Read read(with(""));
    const auto made = provider();
    EXPECT_EQ(made->encode(read.request, {"p", haiku, ""})->head,
              "POST /model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse HTTP/1.1\r\n"
              "host: bedrock-runtime.eu-west-1.amazonaws.com\r\n"
              "authorization: Bearer bedrock-api-key-1\r\n"
              "content-type: application/json\r\n"
              "accept-encoding: identity\r\n"
              "user-agent: parley/0.1.0\r\n"
              "accept: application/json\r\n");
}

TEST(BedrockProvider, asks_for_frames_where_the_answer_is_streamed_and_takes_arns) {
    const Read read(with(R"("stream":true)"));
    const auto made = provider();
    const std::string head(made->encode(read.request, {"p", "arn:aws:bedrock:eu-west-1:1:application-inference-profile/x", ""})->head);
    EXPECT_TRUE(head.starts_with("POST /model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Aapplication-inference-profile%2Fx/converse-stream "));
    EXPECT_NE(head.find("\r\naccept: application/vnd.amazon.eventstream\r\n"), std::string::npos);
}

TEST(BedrockProvider, shows_a_key_in_the_head_and_signs_nothing) {
    const Read read(with(""));
    const auto made = provider();
    EXPECT_EQ(made->encode(read.request, {"p", haiku, ""})->authorizer, nullptr);
}

TEST(BedrockProvider, signs_with_credentials_for_the_region_of_the_base_url) {
    const Read read(with(""));
    const auto made = provider(signing());
    const auto encoded = made->encode(read.request, {"p", haiku, ""});
    ASSERT_TRUE(encoded);
    EXPECT_EQ(encoded->head.find("authorization"), std::string::npos);
    ASSERT_NE(encoded->authorizer, nullptr);
    const std::string fields = encoded->authorizer->fields(*encoded, Secret(), 1790000000);
    EXPECT_NE(fields.find("/20260921/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"),
              std::string::npos)
        << fields;
    EXPECT_EQ(fields.find("wJalr"), std::string::npos);
}

TEST(BedrockProvider, a_stated_region_wins_over_that_of_the_base_url) {
    Options stated = signing("http://127.0.0.1:9000");
    EXPECT_EQ(make_provider(stated).error().message,
              "aws_region is required: the base_url does not name the region that requests are signed for");
    stated.aws_region = "ap-south-1";
    const Read read(with(""));
    const auto made = provider(stated);
    const auto encoded = made->encode(read.request, {"p", haiku, ""});
    EXPECT_NE(encoded->authorizer->fields(*encoded, Secret(), 0).find("/19700101/ap-south-1/bedrock/aws4_request"), std::string::npos);
}

TEST(BedrockProvider, finds_regions_in_hosts) {
    EXPECT_EQ(region_in("bedrock-runtime.us-east-1.amazonaws.com"), "us-east-1");
    EXPECT_EQ(region_in("bedrock-runtime-fips.us-gov-west-1.amazonaws.com"), "us-gov-west-1");
    EXPECT_EQ(region_in("bedrock-runtime.cn-north-1.amazonaws.com.cn"), "cn-north-1");
    EXPECT_EQ(region_in("proxy.example.com"), "");
}

TEST(BedrockProvider, refuses_credentials_that_do_not_go_together_and_quotes_none) {
    Options both = signing();
    both.key = Secret("bedrock-api-key-1");
    EXPECT_EQ(make_provider(both).error().message, "either a credential or an access_key_id, not both");
    Options half = signing();
    half.credentials.secret_access_key = Secret();
    EXPECT_EQ(make_provider(half).error().message, "access_key_id and secret_access_key belong together");
    Options token_alone = options();
    token_alone.credentials.session_token = Secret("x");
    EXPECT_EQ(make_provider(token_alone).error().message, "session_token needs the access_key_id that it belongs to");
    Options bad = signing();
    bad.credentials.session_token = Secret("a\r\nx: y");
    EXPECT_EQ(make_provider(bad).error().message, "a credential holds bytes that no header may hold");
    Options bad_url = options();
    bad_url.base_url = "ftp://x";
    EXPECT_FALSE(make_provider(bad_url));
}

TEST(BedrockProvider, does_not_copy_a_long_text) {
    const std::string transcript(60 * 1024, 'x');
    const Read read(R"({"model":"m","messages":[{"role":"user","content":")" + transcript + R"("}]})");
    const auto encoded = provider()->encode(read.request, {"p", haiku, ""});
    ASSERT_TRUE(encoded);
    EXPECT_LT(encoded->inserted.size(), 512u);
    ASSERT_EQ(encoded->body.size(), 3u);
    EXPECT_GE(encoded->body[1].data(), read.body.data());
    EXPECT_LT(encoded->body[1].data(), read.body.data() + read.body.size());
}

TEST(BedrockProvider, names_the_parts_that_the_model_is_not_shown) {
    struct Row {
        std::string part;
        std::string problem;
        const char* model = haiku;
    };
    const std::string place = "messages[0].content[1]";
    for (const Row& row : {
             Row{R"({"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}})",
                 place + " is sound, which the model's provider does not take"},
             Row{R"({"type":"image_url","image_url":{"url":"https://x.example/y.png"}})",
                 place + ".image_url must be a data URL: the model's provider fetches no pictures"},
             Row{R"({"type":"image_url","image_url":{"url":"data:image/tiff;base64,SUkqAA=="}})",
                 place + ".image_url must hold a JPEG, PNG, GIF or WebP picture in base64"},
             Row{R"({"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}})",
                 place + " is a picture, which the model's provider does not take", "openai.gpt-oss-20b-1:0"},
             Row{R"({"type":"file","file":{"file_id":"file-1"}})",
                 place + ".file.file_data is required: a file_id means nothing to the model's provider"},
             Row{R"({"type":"file","file":{"file_data":"data:application/zip;base64,UEs="}})",
                 place + ".file.file_data must be a data URL in base64 of a PDF, a text or an office document"},
             Row{R"({"type":"file","file":{"file_data":"data:text/plain;base64,SGk="}})",
                 place + " is a file, which the model's provider does not take", "openai.gpt-oss-20b-1:0"},
         }) {
        EXPECT_EQ(problems_of_part(row.part, row.model), std::vector<std::string>{row.problem});
    }
}

TEST(BedrockProvider, refuses_to_go_on_from_an_answer_where_the_model_does_not) {
    const std::string body = R"({"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"So"}]})";
    const std::vector<std::string> problem{"messages must not end with an assistant's message: the model does not go on from it"};
    EXPECT_EQ(problems_of(body), std::vector<std::string>());
    EXPECT_EQ(problems_of(body, "eu.anthropic.claude-sonnet-4-6"), problem);
}

/// What the second request differs in; empty when there is none.
std::string mended(const std::string& members, const std::string& message, const char* model = haiku,
                   FailureClass failure = FailureClass::caller_fault) {
    const Read read(with(members));
    UpstreamFailure refusal;
    refusal.failure = failure;
    refusal.message = message;
    const auto again = provider()->mend(read.request, {"p", model, ""}, refusal);
    return again ? join(*again) : std::string();
}

TEST(BedrockProvider, asks_once_more_without_what_was_refused) {
    const std::string schema = R"("response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}})";
    const std::string with_tool = mended(schema, "outputConfig: extraneous key is not permitted");
    EXPECT_NE(with_tool.find("parley_json_response"), std::string::npos);
    EXPECT_EQ(with_tool.find("outputConfig"), std::string::npos);

    const std::string lower =
        mended(R"("max_tokens":9000)", "The maximum tokens you requested exceeds the model limit of 4096. Try again.");
    EXPECT_NE(lower.find(R"("maxTokens":4096)"), std::string::npos);

    const std::string without_points = mended(R"("cache_control":{"type":"ephemeral"})", "extraneous key [cachePoint] is not permitted");
    EXPECT_EQ(without_points.find("cachePoint"), std::string::npos);
    EXPECT_FALSE(without_points.empty());

    const std::string thoughtless = mended(R"("reasoning_effort":"low")", "\"thinking\" is not supported by this model");
    EXPECT_EQ(thoughtless.find("thinking"), std::string::npos);
    EXPECT_FALSE(thoughtless.empty());

    const std::string cold = mended(R"("temperature":0.5)", "`temperature` is deprecated for this model.");
    EXPECT_EQ(cold.find("temperature"), std::string::npos);
    EXPECT_FALSE(cold.empty());

    const std::string tool = R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required")";
    const std::string free = mended(tool, "This model doesn't support the toolConfig.toolChoice.any field.");
    EXPECT_NE(free.find(R"("toolChoice":{"auto":{}})"), std::string::npos);
}

TEST(BedrockProvider, asks_no_more_where_nothing_can_be_left_out) {
    EXPECT_EQ(mended("", "temperature: range: 0..1"), "");
    EXPECT_EQ(mended(R"("temperature":0.5)", "something else"), "");
    EXPECT_EQ(mended(R"("temperature":0.5)", "temperature", haiku, FailureClass::overloaded), "");
}

TEST(BedrockProvider, quotes_no_credential_of_either_kind) {
    const auto made = provider(signing());
    UpstreamReply reply;
    reply.status = 403;
    reply.reply_field = "InvalidSignatureException";
    reply.body = R"({"message":"AKIDEXAMPLE with session-token-1 and wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"})";
    EXPECT_EQ(made->classify(reply).message, "*** with *** and ***");

    tests::RecordingSink sink;
    const auto decoder = made->stream_decoder({}, {});
    decoder->feed(tests::exception_frame("validationException", R"({"message":"key AKIDEXAMPLE is bad"})"), sink);
    EXPECT_EQ(sink.lines.find("AKIDEXAMPLE"), std::string::npos) << sink.lines;
}

TEST(BedrockProvider, a_model_that_wrote_no_answer_has_failed_in_one_piece_too) {
    UpstreamReply reply;
    reply.status = 200;
    reply.content_type = "application/json";
    reply.body = R"({"output":{"message":{"role":"assistant","content":[]}},"stopReason":"malformed_model_output"})";
    tests::RecordingSink sink;
    EXPECT_FALSE(provider()->decode(reply, {}, sink));
    EXPECT_NE(sink.lines.find("malformed_model_output"), std::string::npos) << sink.lines;
}

TEST(BedrockProvider, an_answer_and_its_stream_tell_the_same) {
    UpstreamReply reply;
    reply.status = 200;
    reply.content_type = "application/json";
    reply.body =
        R"({"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm.","signature":"c2ln"}}},)"
        R"({"text":"One moment."},{"toolUse":{"toolUseId":"t1","name":"f","input":{"a":[1,2]}}}]}},"stopReason":"tool_use",)"
        R"("usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}})";
    const auto frame = [](std::string_view event, std::string_view payload) { return tests::event_frame(event, payload); };
    const std::string stream = frame("messageStart", R"({"role":"assistant"})") +
                               frame("contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm."}}})") +
                               frame("contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"c2ln"}}})") +
                               frame("contentBlockStop", R"({"contentBlockIndex":0})") +
                               frame("contentBlockDelta", R"({"contentBlockIndex":1,"delta":{"text":"One moment."}})") +
                               frame("contentBlockStop", R"({"contentBlockIndex":1})") +
                               frame("contentBlockStart", R"({"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}})") +
                               frame("contentBlockDelta", R"({"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":[1,2]}"}}})") +
                               frame("contentBlockStop", R"({"contentBlockIndex":2})") +
                               frame("messageStop", R"({"stopReason":"tool_use"})") +
                               frame("metadata", R"({"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}})");
    const auto fold = [](auto tell) {
        openai::CompletionCollector answer;
        tell(answer);
        std::string out;
        openai::CompletionFacts facts;
        facts.request_id = "r";
        facts.model = "m";
        facts.request_echo = "{}";
        EXPECT_TRUE(answer.append(out, facts));
        return out;
    };
    const auto made = provider();
    EXPECT_EQ(fold([&](openai::EventSink& sink) { EXPECT_FALSE(made->decode(reply, {}, sink)); }), fold([&](openai::EventSink& sink) {
                  const auto decoder = made->stream_decoder({}, {});
                  decoder->feed(stream, sink);
                  EXPECT_TRUE(decoder->complete());
              }));
}

TEST(BedrockProvider, a_message_that_is_too_large_ends_the_stream) {
    const auto made = provider();
    const auto decoder = made->stream_decoder({}, {});
    tests::RecordingSink sink;
    const std::string lengths = tests::big_endian(25 * 1024 * 1024, 4) + tests::big_endian(0, 4);
    decoder->feed(lengths + tests::checksum_of(lengths), sink);
    EXPECT_NE(sink.lines.find("too large"), std::string::npos) << sink.lines;
}

TEST(BedrockProvider, more_open_blocks_than_ever_end_the_stream) {
    const auto made = provider();
    const auto decoder = made->stream_decoder({}, {});
    tests::RecordingSink sink;
    for (int index = 0; index < 70; ++index) {
        decoder->feed(
            tests::event_frame("contentBlockDelta", R"({"contentBlockIndex":)" + std::to_string(index) + R"(,"delta":{"text":"x"}})"),
            sink);
    }
    EXPECT_NE(sink.lines.find("cannot be read"), std::string::npos) << sink.lines;
}

TEST(BedrockProvider, a_model_of_a_family_that_nobody_knows_is_asked_plainly) {
    const Read read(with(R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required","reasoning_effort":"low")"));
    const auto encoded = provider()->encode(read.request, {"p", "someone.model-1", ""});
    ASSERT_TRUE(encoded);
    EXPECT_EQ(join(*encoded).find("additionalModelRequestFields"), std::string::npos);
    EXPECT_EQ(encoded->dropped, (std::vector<std::string>{"reasoning_effort", "tool_choice"}));
}

TEST(BedrockProvider, forms_that_older_models_cannot_have_are_tools) {
    const Read read(with(R"("response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}})"));
    const auto encoded = provider()->encode(read.request, {"p", older, ""});
    ASSERT_TRUE(encoded);
    EXPECT_NE(join(*encoded).find(R"("toolChoice":{"tool":{"name":"parley_json_response"}})"), std::string::npos);
}

}  // namespace
}  // namespace parley::providers::bedrock
