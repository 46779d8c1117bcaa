// Claude at Vertex AI: the same bodies at another place. What stands in them is tested with the rest of the dialect.
#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "providers/anthropic/provider.hpp"
#include "simulate/anthropic_question.hpp"

namespace parley::providers::anthropic {
namespace {

constexpr const char* place = "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5/publishers/anthropic";
constexpr const char* sonnet = "claude-sonnet-4-5@20250929";

std::unique_ptr<Provider> provider() {
    const Options options{.base_url = place,
                          .credential = Secret("ya29.t-1"),
                          .user_agent = "parley/0.1.0",
                          .rules = config::find_host("vertex-claude")->rules};
    return std::move(*make_provider(options));
}

struct Read {
    explicit Read(std::string text) : body(std::move(text)) {
        EXPECT_FALSE(openai::read_chat_request(body, request));
        request.upstream_streams = request.stream;
    }
    std::string body;
    openai::ChatRequest request;
};

std::string join(const UpstreamRequest& request) {
    std::string body;
    for (const std::string_view slice : request.body) body += slice;
    return body;
}

TEST(AnthropicAtVertex, the_path_names_the_model_and_the_body_the_version) {
    const Read read(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":5})");
    const auto made = provider();
    const auto encoded = made->encode(read.request, {"p", sonnet, ""});
    ASSERT_TRUE(encoded);
    EXPECT_EQ(encoded->head,
              "POST /v1/projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict HTTP/1.1\r\n"
              "host: us-east5-aiplatform.googleapis.com\r\n"
              "authorization: Bearer ya29.t-1\r\n"
              "content-type: application/json\r\n"
              "accept: application/json\r\n"
              "accept-encoding: identity\r\n"
              "user-agent: parley/0.1.0\r\n");
    EXPECT_EQ(
        join(*encoded),
        R"({"anthropic_version":"vertex-2023-10-16","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
}

TEST(AnthropicAtVertex, a_stream_has_a_method_of_its_own_and_is_what_the_simulator_takes) {
    const Read read(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true})");
    const auto made = provider();
    const auto encoded = made->encode(read.request, {"p", sonnet, ""});
    ASSERT_TRUE(encoded);
    std::string_view path = encoded->head.substr(5);
    path = path.substr(0, path.find(' '));
    EXPECT_TRUE(path.ends_with("/models/claude-sonnet-4-5@20250929:streamRawPredict")) << path;
    const auto address = simulate::read_vertex_address(path);
    ASSERT_TRUE(address);
    const auto question = simulate::read_anthropic_question(join(*encoded), address);
    ASSERT_TRUE(question) << question.error().message;
    EXPECT_EQ(question->model, sonnet);
    EXPECT_TRUE(question->stream);
}

TEST(AnthropicAtVertex, a_long_answer_is_a_stream_whatever_the_caller_wants) {
    const Read read(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":40000})");
    const auto made = provider();
    EXPECT_NE(made->encode(read.request, {"p", sonnet, ""})->head.find(":streamRawPredict "), std::string::npos);
}

TEST(AnthropicAtVertex, refuses_names_that_would_be_another_path) {
    const Read read(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    EXPECT_FALSE(provider()->encode(read.request, {"p", "a/../b", ""}));
    EXPECT_FALSE(provider()->encode(read.request, {"p", "a b", ""}));
}

TEST(AnthropicAtVertex, takes_pictures_by_their_bytes_alone) {
    const Read read(
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/y.png"}}]}]})");
    const auto encoded = provider()->encode(read.request, {"p", sonnet, ""});
    ASSERT_FALSE(encoded);
    EXPECT_EQ(encoded.error().problems.front(),
              "messages[0].content[0].image_url must be a data URL: the model's provider fetches no pictures");
}

}  // namespace
}  // namespace parley::providers::anthropic
