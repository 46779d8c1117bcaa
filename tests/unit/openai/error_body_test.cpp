#include "openai/error_body.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::openai {
namespace {

constexpr std::string_view request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77";

struct Form {
    ErrorKind kind;
    int status;
    std::string_view type;
    std::string_view code;  // as JSON
};

class ErrorBody : public testing::TestWithParam<Form> {};

TEST_P(ErrorBody, has_the_status_type_and_code_of_its_kind) {
    Error error;
    error.kind = GetParam().kind;
    error.message = "no";
    const ErrorAnswer answer = make_error_answer(error, request_id);
    json::Document document;
    ASSERT_FALSE(document.parse(answer.body)) << answer.body;
    const json::Value root = document.root();
    EXPECT_EQ(answer.status, GetParam().status);
    EXPECT_EQ(root.find("code").integer(), GetParam().status);
    EXPECT_TRUE(root.find("message").equals("no"));
    EXPECT_TRUE(root.find("request_id").equals(request_id));
    EXPECT_TRUE(root.find("error").find("message").equals("no"));
    EXPECT_TRUE(root.find("error").find("type").equals(GetParam().type));
    EXPECT_TRUE(root.find("error").find("param").is_null());
    EXPECT_EQ(root.find("error").find("code").raw(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Table, ErrorBody,
                         testing::Values(Form{ErrorKind::bad_request, 400, "invalid_request_error", "null"},
                                         Form{ErrorKind::unauthenticated, 401, "authentication_error", R"("invalid_api_key")"},
                                         Form{ErrorKind::forbidden, 403, "permission_error", R"("permission_denied")"},
                                         Form{ErrorKind::not_found, 404, "invalid_request_error", "null"},
                                         Form{ErrorKind::method_not_allowed, 405, "invalid_request_error", "null"},
                                         Form{ErrorKind::too_large, 413, "invalid_request_error", R"("request_too_large")"},
                                         Form{ErrorKind::unsupported_media, 415, "invalid_request_error", "null"},
                                         Form{ErrorKind::rate_limited, 429, "rate_limit_error", R"("rate_limit_exceeded")"},
                                         Form{ErrorKind::upstream_error, 502, "server_error", R"("upstream_error")"},
                                         Form{ErrorKind::upstream_truncated, 502, "server_error", R"("upstream_stream_truncated")"},
                                         Form{ErrorKind::upstream_unavailable, 503, "server_error", R"("server_is_overloaded")"},
                                         Form{ErrorKind::upstream_timeout, 504, "server_error", R"("timeout")"},
                                         Form{ErrorKind::not_ready, 503, "server_error", R"("server_is_overloaded")"},
                                         Form{ErrorKind::exhausted, 503, "server_error", R"("server_is_overloaded")"},
                                         Form{ErrorKind::internal, 500, "server_error", R"("server_error")"}));

std::string hosted_body(const Error& error) { return make_error_answer(error, request_id, 0, ErrorShape::hosted).body; }

TEST(ErrorAnswer, can_be_the_hosted_gateways_alone) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = "invalid request body";
    error.problems = {"n must be 1"};
    EXPECT_EQ(hosted_body(error), R"({"code":400,"message":"invalid request body","request_id":")" + std::string(request_id) +
                                      R"(","metadata":{"errors":["n must be 1"]}})");
    error = Error();
    error.kind = ErrorKind::rate_limited;
    error.message = "too many requests for this action";
    EXPECT_EQ(hosted_body(error),
              R"({"code":429,"message":"too many requests for this action","request_id":")" + std::string(request_id) + "\"}");
    error.kind = ErrorKind::unauthenticated;
    error.message = "Authentication error, API token missing/invalid";
    EXPECT_EQ(hosted_body(error), R"({"error":"Authentication error, API token missing/invalid","status":"error","request_id":")" +
                                      std::string(request_id) + "\"}");
}

TEST(ErrorAnswer, lists_every_problem_for_both_families_of_clients) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = "invalid request body";
    error.problems = {"a \"quoted\" one", "n must be 1"};
    EXPECT_EQ(make_error_answer(error, request_id).body,
              R"({"code":400,"message":"invalid request body","request_id":"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77",)"
              R"("metadata":{"errors":["a \"quoted\" one","n must be 1"]},"error":{"message":)"
              R"("invalid request body: a \"quoted\" one; n must be 1","type":"invalid_request_error","param":null,)"
              R"("code":null,"metadata":{"errors":["a \"quoted\" one","n must be 1"]}}})");
}

TEST(ErrorAnswer, names_the_field_that_it_is_about) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.param = "messages[0].role";
    EXPECT_NE(make_error_answer(error, request_id).body.find(R"("param":"messages[0].role","code":null)"), std::string::npos);
}

TEST(ErrorAnswer, of_a_missing_key_says_status_error_besides) {
    Error error;
    error.kind = ErrorKind::unauthenticated;
    error.message = "Authentication error, API token missing/invalid";
    EXPECT_EQ(make_error_answer(error, request_id).body,
              R"({"code":401,"status":"error","message":"Authentication error, API token missing/invalid",)"
              R"("request_id":"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77","metadata":{},"error":{"message":)"
              R"("Authentication error, API token missing/invalid","type":"authentication_error","param":null,)"
              R"("code":"invalid_api_key","metadata":{}}})");
}

TEST(ErrorAnswer, always_carries_the_request_id_in_a_field) {
    EXPECT_EQ(make_error_answer(Error{}, request_id).fields, "x-request-id: 0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77\r\n");
}

TEST(ErrorAnswer, passes_a_wait_on_where_clients_look_for_one) {
    Error error;
    error.retry_after = std::chrono::seconds(7);
    for (const ErrorKind kind : {ErrorKind::rate_limited, ErrorKind::upstream_unavailable, ErrorKind::not_ready}) {
        error.kind = kind;
        EXPECT_NE(make_error_answer(error, request_id).fields.find("retry-after: 7\r\n"), std::string::npos);
    }
    error.kind = ErrorKind::upstream_error;
    EXPECT_EQ(make_error_answer(error, request_id).fields.find("retry-after"), std::string::npos);
}

TEST(ErrorAnswer, asks_not_to_retry_what_the_gateway_has_already_retried) {
    const auto asks = [](ErrorKind kind, ErrorSource source) {
        Error error;
        error.kind = kind;
        error.source = source;
        return make_error_answer(error, request_id).fields.find("x-should-retry: false\r\n") != std::string::npos;
    };
    EXPECT_TRUE(asks(ErrorKind::upstream_error, ErrorSource::upstream));
    EXPECT_TRUE(asks(ErrorKind::upstream_timeout, ErrorSource::upstream));
    EXPECT_FALSE(asks(ErrorKind::rate_limited, ErrorSource::upstream));
    EXPECT_FALSE(asks(ErrorKind::not_ready, ErrorSource::gateway));
    EXPECT_FALSE(asks(ErrorKind::bad_request, ErrorSource::downstream));
}

TEST(ErrorAnswer, lists_the_attempts_where_there_were_several) {
    Error error;
    error.message = "no";
    const FailedAttempt attempts[] = {{"gpt", 503, "overloaded"}, {"gpt", 0, "network"}};
    const std::string body = make_error_answer(error, request_id, 0, ErrorShape::superset, attempts).body;
    const std::string listed = R"("metadata":{"attempts":[{"model":"gpt","status":503,"error":"overloaded"},)"
                               R"({"model":"gpt","status":null,"error":"network"}]})";
    EXPECT_NE(body.find(listed), std::string::npos) << body;
    EXPECT_NE(body.rfind(listed), body.find(listed)) << "on the outside and in the error object";
}

TEST(ErrorAnswer, tells_an_empty_account_by_type_and_code) {
    Error error;
    error.kind = ErrorKind::rate_limited;
    error.code = "insufficient_quota";
    error.upstream_status = 402;
    const std::string body = make_error_answer(error, request_id).body;
    EXPECT_NE(body.find(R"("type":"insufficient_quota")"), std::string::npos);
    EXPECT_NE(body.find(R"("code":"insufficient_quota")"), std::string::npos);
    EXPECT_NE(body.find(R"("metadata":{"llm_status_code":402})"), std::string::npos);
}

TEST(ErrorEvent, is_one_event_without_an_end_marker) {
    Error error;
    error.kind = ErrorKind::upstream_truncated;
    error.message = "cut";
    std::string out;
    append_error_event(out, error, request_id);
    EXPECT_EQ(out,
              "data: {\"error\":{\"message\":\"cut\",\"type\":\"server_error\",\"param\":null,"
              "\"code\":\"upstream_stream_truncated\"},"
              "\"request_id\":\"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77\"}\n\n");
}

}  // namespace
}  // namespace parley::openai
