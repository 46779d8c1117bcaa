#include "providers/anthropic/provider.hpp"

#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "openai/completion_collector.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::providers::anthropic {
namespace {

constexpr const char* sonnet = "claude-sonnet-4-5-20250929";

Options options(std::string base_url = "https://api.anthropic.com", const char* credential = "sk-ant-1") {
    return {.base_url = std::move(base_url),
            .credential = Secret(credential),
            .user_agent = "parley/0.1.0",
            .rules = config::find_host("anthropic")->rules};
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

std::vector<std::string> problems_of(const std::string& body, const char* model = sonnet) {
    const Read read(body);
    const auto encoded = provider()->encode(read.request, {"p", model, ""});
    return encoded ? std::vector<std::string>() : encoded.error().problems;
}

std::vector<std::string> problems_of_part(const std::string& part) {
    return problems_of(R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},)" + part + "]}]}");
}

TEST(AnthropicProvider, writes_the_head_that_anthropic_expects) {
    const Read read(with(""));
    const auto made = provider();
    EXPECT_EQ(made->encode(read.request, {"p", sonnet, ""})->head,
              "POST /v1/messages HTTP/1.1\r\n"
              "host: api.anthropic.com\r\n"
              "x-api-key: sk-ant-1\r\n"
              "anthropic-version: 2023-06-01\r\n"
              "content-type: application/json\r\n"
              "accept: application/json\r\n"
              "accept-encoding: identity\r\n"
              "user-agent: parley/0.1.0\r\n");
}

TEST(AnthropicProvider, shows_a_token_of_the_oauth_flow_in_its_own_field) {
    const Read read(with(R"("stream":true)"));
    const auto made = provider(options("http://127.0.0.1:8000/proxy/v1", "sk-ant-oat01-x"));
    const std::string head(made->encode(read.request, {"p", sonnet, ""})->head);
    EXPECT_TRUE(head.starts_with("POST /proxy/v1/messages HTTP/1.1\r\nhost: 127.0.0.1:8000\r\nauthorization: Bearer sk-ant-oat01-x\r\n"));
    EXPECT_EQ(head.find("x-api-key"), std::string::npos);
    EXPECT_NE(head.find("accept: text/event-stream\r\n"), std::string::npos);
}

TEST(AnthropicProvider, names_the_betas_of_a_family_in_one_field) {
    Options with_betas = options();
    with_betas.rules.families.insert(with_betas.rules.families.begin(), {"claude-x*", {}});
    with_betas.rules.families.front().rules.anthropic.betas = {"a-1", "b-2"};
    const Read read(with(""));
    const auto made = provider(with_betas);
    const std::string head(made->encode(read.request, {"p", "claude-x-1", ""})->head);
    EXPECT_NE(head.find("\r\nanthropic-beta: a-1,b-2\r\n"), std::string::npos);
    EXPECT_EQ(made->encode(read.request, {"p", sonnet, ""})->head.find("anthropic-beta"), std::string::npos);
}

TEST(AnthropicProvider, refuses_what_cannot_stand_in_a_head) {
    EXPECT_FALSE(make_provider(options("ftp://api.anthropic.com")));
    EXPECT_FALSE(make_provider(options("https://api.anthropic.com", "sk\r\nx: y")));
    Options bad = options();
    bad.rules.rules.anthropic.betas = {"a b"};
    EXPECT_FALSE(make_provider(bad));
}

TEST(AnthropicProvider, does_not_copy_a_long_text) {
    const std::string transcript(60 * 1024, 'x');
    const Read read(R"({"model":"m","messages":[{"role":"user","content":")" + transcript + R"("}]})");
    const auto encoded = provider()->encode(read.request, {"p", sonnet, ""});
    ASSERT_TRUE(encoded);
    EXPECT_LT(encoded->inserted.size(), 512u);
    ASSERT_EQ(encoded->body.size(), 3u);
    EXPECT_EQ(encoded->body[1].size(), transcript.size());
    EXPECT_GE(encoded->body[1].data(), read.body.data());
    EXPECT_LT(encoded->body[1].data(), read.body.data() + read.body.size());
}

TEST(AnthropicProvider, names_the_parts_that_the_model_is_not_shown) {
    struct Row {
        std::string part;
        std::string problem;
    };
    for (const Row& row : {
             Row{R"({"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}})",
                 "messages[0].content[1] is sound, which the model's provider does not take"},
             Row{R"({"type":"image_url","image_url":{"url":"ftp://x/y.png"}})",
                 "messages[0].content[1].image_url must be a data URL or an http URL"},
             Row{R"({"type":"image_url","image_url":{"url":"data:image/tiff;base64,SUkqAA=="}})",
                 "messages[0].content[1].image_url must hold a JPEG, PNG, GIF or WebP picture in base64"},
             Row{R"({"type":"image_url","image_url":{"url":"data:image/png,x"}})",
                 "messages[0].content[1].image_url must hold a JPEG, PNG, GIF or WebP picture in base64"},
             Row{R"({"type":"file","file":{"file_id":"file-1"}})",
                 "messages[0].content[1].file.file_data is required: a file_id means nothing to the model's provider"},
             Row{R"({"type":"file","file":{"file_data":"data:text/csv;base64,SGk="}})",
                 "messages[0].content[1].file.file_data must be a data URL of application/pdf in base64, or of text/plain"},
             Row{R"({"type":"file","file":{"file_data":"data:text/plain;base64,/w=="}})",
                 "messages[0].content[1].file.file_data must be a data URL of application/pdf in base64, or of text/plain"},
         }) {
        EXPECT_EQ(problems_of_part(row.part), std::vector<std::string>{row.problem}) << row.part;
    }
}

TEST(AnthropicProvider, reads_a_data_url_that_is_written_with_escapes) {
    const Read read(
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image\/jpeg;base64,\/9j\/4AAQ"}}]}]})");
    const auto encoded = provider()->encode(read.request, {"p", sonnet, ""});
    ASSERT_TRUE(encoded);
    EXPECT_NE(join(*encoded).find(R"("media_type":"image/jpeg","data":"/9j/4AAQ")"), std::string::npos) << join(*encoded);
}

TEST(AnthropicProvider, refuses_to_go_on_where_the_model_does_not) {
    const std::string prefill = R"({"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}])";
    const std::vector<std::string> refused{"messages must not end with an assistant's message: the model does not go on from it"};
    EXPECT_EQ(problems_of(prefill + "}"), std::vector<std::string>());
    EXPECT_EQ(problems_of(prefill + "}", "claude-opus-4-6"), refused);
    EXPECT_EQ(problems_of(prefill + R"(,"reasoning_effort":"low"})"), refused);
}

TEST(AnthropicProvider, says_which_models_go_on_from_an_answer_that_is_begun) {
    EXPECT_TRUE(provider()->goes_on_from_prefill({"p", sonnet, ""}));
    EXPECT_FALSE(provider()->goes_on_from_prefill({"p", "claude-opus-4-6", ""}));
}

TEST(AnthropicProvider, refuses_a_conversation_without_text) {
    EXPECT_EQ(problems_of(R"({"model":"m","messages":[{"role":"user","content":" "}]})"),
              std::vector<std::string>{"messages must hold some text"});
}

std::string mended(const std::string& members, const std::string& message, const char* model = sonnet) {
    const Read read(with(members));
    const std::string body = R"({"type":"error","error":{"type":"invalid_request_error","message":")" + message + R"("}})";
    UpstreamReply reply;
    reply.status = 400;
    reply.body = body;
    const auto made = provider();
    const auto again = made->mend(read.request, {"p", model, ""}, made->classify(reply));
    return again ? join(*again) : "";
}

TEST(AnthropicProvider, asks_once_more_without_what_was_refused) {
    constexpr const char* start =
        R"({"model":"claude-next","max_tokens":1000,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}])";
    const auto at = [&](const std::string& rest) { return start + rest; };
    EXPECT_EQ(mended(R"("reasoning_effort":"low")", "thinking.adaptive is not supported for this model.", "claude-next"), at("}"));
    EXPECT_EQ(
        mended(R"("temperature":0.5)", "`temperature` is deprecated for this model."),
        R"({"model":"claude-sonnet-4-5-20250929","max_tokens":1000,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
    EXPECT_NE(mended(R"("max_tokens":64000)", "max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens for x")
                  .find(R"("max_tokens":32000)"),
              std::string::npos);
    const std::string form = R"("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})";
    EXPECT_NE(mended(form, "output_config: Extra inputs are not permitted").find("parley_json_response"), std::string::npos);
    EXPECT_NE(mended(form, "The compiled grammar is too large").find("parley_json_response"), std::string::npos);
}

TEST(AnthropicProvider, asks_no_more_where_nothing_can_be_left_out) {
    EXPECT_EQ(mended("", "messages.0.content: Field required"), "");
    EXPECT_EQ(mended("", "`temperature` is deprecated for this model."), "") << "nothing would change";
    EXPECT_EQ(mended("", "prompt is too long: 2 tokens > 1 maximum"), "");
}

TEST(AnthropicProvider, never_shows_its_credential) {
    const auto made = provider(options("https://api.anthropic.com", "topsecretkey0123"));
    const std::string body = R"({"type":"error","error":{"type":"authentication_error","message":"bad key topsecretkey0123"}})";
    UpstreamReply reply;
    reply.status = 401;
    reply.body = body;
    EXPECT_EQ(made->classify(reply).message, "bad key ***");
    tests::RecordingSink sink;
    made->stream_decoder({}, {})->feed("data: " + body + "\n\n", sink);
    EXPECT_EQ(sink.lines.find("topsecretkey"), std::string::npos) << sink.lines;
}

/// The same answer told in both ways, folded.
TEST(AnthropicProvider, tells_a_stream_and_a_whole_answer_alike) {
    constexpr std::string_view whole =
        R"({"id":"msg_1","type":"message","content":[{"type":"thinking","thinking":"Hm.","signature":"s=="},)"
        R"({"type":"redacted_thinking","data":"d"},{"type":"text","text":"One "},{"type":"text","text":"two."},)"
        R"({"type":"tool_use","id":"toolu_1","name":"slots","input":{"day":"fri","n":1.50}},)"
        R"({"type":"tool_use","id":"toolu_2","name":"now","input":{}}],"stop_reason":"tool_use",)"
        R"("usage":{"input_tokens":5,"cache_read_input_tokens":7,"cache_creation_input_tokens":3,"output_tokens":9}})";
    const std::string stream = [] {
        std::string bytes;
        for (
            const std::string_view data : {
                R"({"type":"message_start","message":{"id":"msg_1","type":"message","content":[],"usage":{"input_tokens":5,"cache_read_input_tokens":7,"cache_creation_input_tokens":3,"output_tokens":1}}})",
                R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
                R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"H"}})",
                R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"m."}})",
                R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s=="}})",
                R"({"type":"content_block_stop","index":0})",
                R"({"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"d"}})",
                R"({"type":"content_block_stop","index":1})",
                R"({"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}})",
                R"({"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"One "}})",
                R"({"type":"content_block_stop","index":2})",
                R"({"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}})",
                R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"two."}})",
                R"({"type":"content_block_stop","index":3})",
                R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_1","name":"slots","input":{}}})",
                R"({"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{\"day\":\"fri\""}})",
                R"({"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":",\"n\":1.50}"}})",
                R"({"type":"content_block_stop","index":4})",
                R"({"type":"content_block_start","index":5,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}})",
                R"({"type":"content_block_stop","index":5})",
                R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})",
                R"({"type":"message_stop"})",
            }) {
            bytes.append("data: ").append(data).append("\n\n");
        }
        return bytes;
    }();
    const auto made = provider();
    const auto fold = [&](std::string_view body, std::string_view content_type) {
        UpstreamReply reply;
        reply.status = 200;
        reply.content_type = content_type;
        reply.body = body;
        openai::CompletionCollector answer;
        EXPECT_FALSE(made->decode(reply, {"p", sonnet, ""}, answer));
        std::string out;
        openai::CompletionFacts facts;
        facts.request_id = "r";
        facts.model = "m";
        facts.request_echo = "{}";
        EXPECT_TRUE(answer.append(out, facts));
        return out;
    };
    EXPECT_EQ(fold(stream, "text/event-stream"), fold(whole, "application/json"));
    EXPECT_NE(fold(whole, "application/json").find(R"("arguments":"{\"day\":\"fri\",\"n\":1.50}")"), std::string::npos);
}

}  // namespace
}  // namespace parley::providers::anthropic
