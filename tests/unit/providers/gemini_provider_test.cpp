// Gemini's translator as a whole: its heads, its second requests, what it refuses to be made of.
#include "providers/gemini/provider.hpp"

#include <gtest/gtest.h>

#include "openai/chat_request.hpp"

namespace parley::providers::gemini {
namespace {

const catalog::Target flash{.provider = "p", .model = "gemini-3.5-flash", .region = ""};

std::unique_ptr<Provider> provider_at(std::string base_url, catalog::Auth auth = catalog::Auth::api_key) {
    Options options{.base_url = std::move(base_url), .credential = Secret("k"), .user_agent = "parley/test", .rules = {}};
    options.rules.rules.auth = auth;
    return std::move(*make_provider(options));
}

UpstreamRequest encoded(const Provider& provider, const catalog::Target& target, std::string_view body, bool streams = false) {
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request));
    request.upstream_streams = streams;
    return std::move(*provider.encode(request, target));
}

constexpr std::string_view hello = R"({"model":"m","prompt":"Hello"})";

TEST(GeminiHead, names_the_model_and_how_it_answers) {
    const auto provider = provider_at("https://generativelanguage.googleapis.com");
    EXPECT_EQ(encoded(*provider, flash, hello).head,
              "POST /v1beta/models/gemini-3.5-flash:generateContent HTTP/1.1\r\nhost: generativelanguage.googleapis.com\r\n"
              "x-goog-api-key: k\r\ncontent-type: application/json\r\naccept-encoding: identity\r\nuser-agent: parley/test\r\n"
              "accept: application/json\r\n");
    const UpstreamRequest streamed = encoded(*provider, flash, hello, true);
    EXPECT_TRUE(streamed.head.starts_with("POST /v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse HTTP/1.1\r\n"));
    EXPECT_TRUE(streamed.head.ends_with("accept: text/event-stream\r\n"));
}

TEST(GeminiHead, is_where_the_base_url_says) {
    struct Row {
        std::string base_url, model, path;
    };
    for (const Row& row : {Row{"https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google", "gemini-3.5-flash",
                               "/v1/projects/p/locations/global/publishers/google/models/gemini-3.5-flash"},
                           Row{"https://h/v1", "models/gemini-2.5-pro", "/v1/models/gemini-2.5-pro"},
                           Row{"https://h/v1", "gemini/gemini-2.5-pro", "/v1/models/gemini-2.5-pro"},
                           Row{"https://h/v1beta", "tunedModels/mine", "/v1beta/tunedModels/mine"},
                           Row{"https://h/v1", "a b?\r\nx: y", "/v1/models/a%20b%3F%0D%0Ax:%20y"}}) {
        const auto provider = provider_at(row.base_url, catalog::Auth::bearer);
        const UpstreamRequest request = encoded(*provider, {.provider = "p", .model = row.model, .region = ""}, hello);
        EXPECT_TRUE(request.head.starts_with("POST " + row.path + ":generateContent HTTP/1.1\r\n")) << request.head;
        EXPECT_NE(request.head.find("authorization: Bearer k\r\n"), std::string::npos);
    }
}

TEST(GeminiHead, stays_true_when_the_request_is_moved) {
    UpstreamRequest first = encoded(*provider_at("https://h"), flash, hello);
    const UpstreamRequest moved = std::move(first);
    EXPECT_TRUE(moved.head.starts_with("POST /v1beta/models/"));
    EXPECT_EQ(moved.head.data(), moved.own_head.data());
    const UpstreamRequest older =
        encoded(*provider_at("https://h"), flash, R"({"model":"m","messages":[{"role":"user","content":"x"}],"functions":[{"name":"f"}]})");
    EXPECT_TRUE(older.head.starts_with("POST /v1beta/models/"));
}

TEST(GeminiProvider, is_not_made_of_what_no_head_may_hold) {
    const auto made = [](std::string base_url, std::string credential, std::string user_agent) {
        return make_provider({.base_url = std::move(base_url),
                              .credential = Secret(std::move(credential)),
                              .user_agent = std::move(user_agent),
                              .rules = {}});
    };
    EXPECT_TRUE(made("https://h", "k", "parley"));
    EXPECT_FALSE(made("ftp://h", "k", "parley"));
    EXPECT_FALSE(made("https://h", "k\r\nx: y", "parley"));
    EXPECT_FALSE(made("https://h", "k", ""));
}

/// The body of the second request after the provider has said that; empty when there is none.
std::string mended(std::string_view body, std::string message, FailureClass failure = FailureClass::caller_fault) {
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request));
    UpstreamFailure said;
    said.failure = failure;
    said.status = 400;
    said.message = std::move(message);
    const auto again = provider_at("https://h")->mend(request, flash, said);
    return again ? again->inserted : std::string();
}

TEST(GeminiMending, leaves_out_what_was_refused_and_asks_no_second_time_for_nothing) {
    constexpr std::string_view asking = R"({"model":"m","messages":[{"role":"user","content":"x"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},
         "extra_content":{"google":{"thought_signature":"c3Rh"}}}]},{"role":"tool","tool_call_id":"c","content":"y"}],
        "presence_penalty":1,"reasoning_effort":"low",
        "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"string","enum":["a"]}}}})";
    EXPECT_EQ(mended(asking, "Penalty is not enabled for this model").find("Penalty"), std::string::npos);
    EXPECT_EQ(mended(asking, "The schema produces a constraint that has too many states").find("\"enum\""), std::string::npos);
    EXPECT_EQ(mended(asking, "Thinking level is not supported").find("thinkingConfig"), std::string::npos);
    EXPECT_NE(mended(asking, "Thought signature is not valid").find("skip_thought_signature_validator"), std::string::npos);
    EXPECT_EQ(mended(asking, "Thought signature is not valid").find("c3Rh"), std::string::npos);

    EXPECT_EQ(mended(asking, "Invalid argument"), "");
    EXPECT_EQ(mended(asking, "Penalty is not enabled for this model", FailureClass::overloaded), "");
    EXPECT_EQ(mended(hello, "Penalty is not enabled for this model"), "") << "there is none to leave out";
}

}  // namespace
}  // namespace parley::providers::gemini
