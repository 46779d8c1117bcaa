#include "providers/openai/failures.hpp"

#include <gtest/gtest.h>

namespace parley::providers::openai_dialect {
namespace {

UpstreamFailure classify(int status, std::string_view body) {
    UpstreamReply reply;
    reply.status = status;
    reply.body = body;
    return classify_reply(reply);
}

UpstreamFailure classify_event(std::string_view data) {
    json::Document document;
    EXPECT_FALSE(document.parse(data)) << data;
    return classify_in_stream(document.root());
}

TEST(OpenAiFailures, are_classed_by_status) {
    using Row = std::pair<int, FailureClass>;
    for (const auto& [status, failure] :
         {Row{301, FailureClass::malformed_reply}, Row{400, FailureClass::caller_fault}, Row{401, FailureClass::bad_credential},
          Row{402, FailureClass::out_of_quota}, Row{403, FailureClass::bad_credential}, Row{404, FailureClass::model_unavailable},
          Row{405, FailureClass::unknown}, Row{408, FailureClass::timeout}, Row{409, FailureClass::overloaded},
          Row{410, FailureClass::model_unavailable}, Row{413, FailureClass::caller_fault}, Row{422, FailureClass::caller_fault},
          Row{424, FailureClass::overloaded}, Row{429, FailureClass::rate_limited}, Row{500, FailureClass::overloaded},
          Row{502, FailureClass::overloaded}, Row{503, FailureClass::overloaded}, Row{504, FailureClass::timeout},
          Row{529, FailureClass::overloaded}}) {
        const UpstreamFailure found = classify(status, R"({"error":{"message":"x"}})");
        EXPECT_EQ(found.failure, failure) << status;
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, "x");
    }
}

TEST(OpenAiFailures, are_classed_by_a_word_where_it_says_more) {
    struct Row {
        int status;
        std::string_view code;
        FailureClass failure;
    };
    for (const Row& row :
         {Row{429, "insufficient_quota", FailureClass::out_of_quota}, Row{429, "credit_balance_exhausted", FailureClass::out_of_quota},
          Row{429, "rate_limit_exceeded", FailureClass::rate_limited}, Row{429, "slow_down", FailureClass::rate_limited},
          Row{503, "slow_down", FailureClass::overloaded}, Row{400, "content_policy_violation", FailureClass::content_filtered},
          Row{400, "content_filter", FailureClass::content_filtered}, Row{400, "model_not_found", FailureClass::model_unavailable},
          Row{400, "invalid_api_key", FailureClass::bad_credential}, Row{500, "invalid_request_error", FailureClass::overloaded}}) {
        const std::string body = R"({"error":{"message":"x","code":")" + std::string(row.code) + R"("}})";
        EXPECT_EQ(classify(row.status, body).failure, row.failure) << row.status << " " << row.code;
    }
}

TEST(OpenAiFailures, find_the_message_in_bodies_of_every_shape) {
    for (const std::string_view body :
         {R"({"error":{"message":"bad","type":"t","param":null,"code":null}})", R"({"error":"bad"})", R"([{"error":{"message":"bad"}}])",
          R"({"message":"bad"})", R"({"detail":"bad"})", R"({"detail":[{"loc":["x"],"msg":"bad"}]})",
          R"({"error":{"object":"error","message":"bad"}})", R"({"fault":{"faultstring":"bad"}})",
          R"({"object":"error","message":"bad","code":400})", R"({"error":{"detail":"bad"}})"}) {
        EXPECT_EQ(classify(400, body).message, "bad") << body;
        EXPECT_EQ(classify(400, body).failure, FailureClass::caller_fault) << body;
    }
}

TEST(OpenAiFailures, of_the_known_hosts_are_read_as_they_write_them) {
    struct Row {
        std::string_view host;
        int status;
        std::string_view body;
        FailureClass failure;
        std::string_view message;
        std::string_view code;
    };
    for (
        const Row& row : {
            Row{"OpenAI", 404,
                R"({"error":{"message":"no such model","type":"invalid_request_error","param":null,"code":"model_not_found"}})",
                FailureClass::model_unavailable, "no such model", "model_not_found"},
            Row{"Azure", 400,
                R"({"error":{"message":"filtered","type":null,"param":"prompt","code":"content_filter","status":400,)"
                R"("innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
                FailureClass::content_filtered, "filtered", "content_filter"},
            Row{"DashScope", 400, R"({"error":{"code":"Arrearage","param":null,"message":"overdue","type":"Arrearage"},"request_id":"r"})",
                FailureClass::out_of_quota, "overdue", "Arrearage"},
            Row{"DashScope", 400, R"({"error":{"code":"data_inspection_failed","message":"unsafe","type":"data_inspection_failed"}})",
                FailureClass::content_filtered, "unsafe", "data_inspection_failed"},
            Row{"Moonshot", 429, R"({"error":{"type":"exceeded_current_quota_error","message":"no balance"}})", FailureClass::out_of_quota,
                "no balance", ""},
            Row{"Groq", 400,
                R"({"error":{"message":"bad call","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<f>"}})",
                FailureClass::caller_fault, "bad call", "tool_use_failed"},
            Row{"Fireworks", 401, R"({"fault":{"faultstring":"bad key","detail":{"errorcode":"x"}}})", FailureClass::bad_credential,
                "bad key", ""},
            Row{"Fireworks", 400, R"({"error":{"object":"error","type":"invalid_request_error","message":"bad"}})",
                FailureClass::caller_fault, "bad", ""},
            Row{"vLLM", 400, R"({"object":"error","message":"bad","type":"BadRequestError","param":null,"code":400})",
                FailureClass::caller_fault, "bad", ""},
            Row{"Ollama", 404, R"({"error":{"message":"model not found","type":"not_found_error","param":null,"code":null}})",
                FailureClass::model_unavailable, "model not found", ""},
            Row{"llama.cpp", 503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
                FailureClass::overloaded, "Loading model", ""},
            Row{"llama.cpp", 400,
                R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":512}})",
                FailureClass::caller_fault, "the request exceeds the available context size", "context_length_exceeded"},
            Row{"DeepSeek", 402,
                R"({"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}})",
                FailureClass::out_of_quota, "Insufficient Balance", "invalid_request_error"},
            Row{"xAI", 400, R"({"code":"Client specified an invalid argument","error":"bad argument"})", FailureClass::caller_fault,
                "bad argument", ""},
            Row{"Mistral", 422,
                R"({"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","user"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"})",
                FailureClass::caller_fault, "Extra inputs are not permitted", ""},
            Row{"OpenRouter", 402, R"({"error":{"message":"no credits","code":402,"metadata":{}},"user_id":"u"})",
                FailureClass::out_of_quota, "no credits", ""},
            Row{"Gemini", 400, R"([{"error":{"code":400,"message":"Invalid JSON payload","status":"INVALID_ARGUMENT"}}])",
                FailureClass::caller_fault, "Invalid JSON payload", ""},
        }) {
        const UpstreamFailure found = classify(row.status, row.body);
        EXPECT_EQ(found.failure, row.failure) << row.host << " " << row.body;
        EXPECT_EQ(found.message, row.message) << row.host << " " << row.body;
        EXPECT_EQ(found.code.value_or(""), row.code) << row.host << " " << row.body;
    }
}

TEST(OpenAiFailures, name_the_field_that_is_objected_to) {
    EXPECT_EQ(classify(400, R"({"error":{"code":"unsupported_value","param":"temperature"}})").param, "temperature");
    EXPECT_EQ(classify(400, R"({"error":{"code":"unsupported_value","param":null}})").param, "");
    EXPECT_EQ(classify(400, R"({"error":{"code":"unsupported_value","param":"two words"}})").param, "");
    EXPECT_EQ(classify(400, R"({"error":{"code":"invalid_value","param":"messages[0].content"}})").param, "messages");
}

TEST(OpenAiFailures, survive_bodies_that_say_nothing) {
    for (const std::string_view body : {"", "<html><body>502 Bad Gateway</body></html>", "upstream connect error", "null", "[]", "{}", "7",
                                        R"({"error":{}})", R"({"error":null})", "{\"error\":", "\xff"}) {
        const UpstreamFailure failure = classify(502, body);
        EXPECT_EQ(failure.failure, FailureClass::overloaded) << body;
        EXPECT_EQ(failure.message, "") << body;
        EXPECT_FALSE(failure.code) << body;
    }
}

TEST(OpenAiFailures, recognise_a_conversation_that_is_too_long) {
    for (const std::string_view message : {"This model's maximum context length is 128000 tokens",
                                           "prompt is too long: 7 tokens > 5 maximum", "the request exceeds the available context size"}) {
        const std::string body = R"({"error":{"message":")" + std::string(message) + R"(","code":400}})";
        EXPECT_EQ(classify(400, body).code, "context_length_exceeded") << message;
    }
    EXPECT_FALSE(classify(500, R"({"error":{"message":"prompt is too long"}})").code);
}

TEST(OpenAiFailures, pass_a_code_on_only_if_it_is_a_word) {
    EXPECT_EQ(classify(400, R"({"error":{"code":"unsupported_parameter"}})").code, "unsupported_parameter");
    EXPECT_FALSE(classify(400, R"({"error":{"code":400}})").code);
    EXPECT_FALSE(classify(400, R"({"error":{"code":"two words"}})").code);
    EXPECT_FALSE(classify(400, R"({"error":{"code":"<script>"}})").code);
}

TEST(OpenAiFailures, hide_credentials_in_messages) {
    EXPECT_EQ(classify(400, R"({"error":{"message":"bad key sk-abc123def"}})").message, "bad key ***");
}

TEST(OpenAiFailures, of_status_200_are_errors_in_disguise_or_no_answers) {
    EXPECT_EQ(classify(200, "").failure, FailureClass::malformed_reply);
    EXPECT_EQ(classify(200, "<html>").failure, FailureClass::malformed_reply);
    EXPECT_EQ(classify(200, R"({"choices":[]})").failure, FailureClass::malformed_reply);
    EXPECT_EQ(classify(200, R"({"error":{"message":"x","code":429}})").failure, FailureClass::rate_limited);
    EXPECT_EQ(classify(200, R"({"error":{"message":"x","code":"insufficient_quota"}})").failure, FailureClass::out_of_quota);
}

TEST(OpenAiFailures, carry_the_wait_that_the_provider_asks_for) {
    UpstreamReply reply;
    reply.status = 429;
    reply.retry_after = "7";
    EXPECT_EQ(classify_reply(reply).retry_after, std::chrono::seconds(7));
    reply.retry_after_ms = "250";
    EXPECT_EQ(classify_reply(reply).retry_after, std::chrono::milliseconds(250));
    reply.retry_after_ms = {};
    reply.retry_after = "Sun, 06 Nov 1994 08:49:57 GMT";
    reply.date = "Sun, 06 Nov 1994 08:49:37 GMT";
    EXPECT_EQ(classify_reply(reply).retry_after, std::chrono::seconds(20));
}

TEST(OpenAiFailures, within_a_stream_have_words_or_numbers_instead_of_a_status) {
    EXPECT_EQ(classify_event(R"({"error":{"code":429,"message":"x"}})").failure, FailureClass::rate_limited);
    EXPECT_EQ(classify_event(R"({"error":{"code":503,"message":"x"}})").status, 503);
    EXPECT_EQ(classify_event(R"({"error":{"type":"server_error"}})").failure, FailureClass::overloaded);
    EXPECT_EQ(classify_event(R"({"error":{"code":"rate_limit_exceeded"}})").failure, FailureClass::rate_limited);
    EXPECT_EQ(classify_event(R"({"error":"gone"})").failure, FailureClass::unknown);
    EXPECT_EQ(classify_event(R"({"x_groq":{"error":"over capacity"}})").message, "over capacity");
    EXPECT_EQ(classify_event(R"({"error":{"code":12345}})").failure, FailureClass::unknown);
}

TEST(OpenAiFailures, are_not_seen_where_there_are_none) {
    const auto is_error = [](std::string_view text) {
        json::Document document;
        EXPECT_FALSE(document.parse(text)) << text;
        return has_error(document.root());
    };
    EXPECT_FALSE(is_error(R"({"choices":[]})"));
    EXPECT_FALSE(is_error(R"({"error":null})"));
    EXPECT_FALSE(is_error(R"({"error":""})"));
    EXPECT_FALSE(is_error(R"({"error":false})"));
    EXPECT_FALSE(is_error(R"({"x_groq":{"id":"1","error":null}})"));
    EXPECT_FALSE(is_error("[]"));
    EXPECT_TRUE(is_error(R"({"error":{}})"));
    EXPECT_TRUE(is_error(R"({"error":"x"})"));
    EXPECT_TRUE(is_error(R"({"x_groq":{"error":"x"}})"));
    EXPECT_TRUE(is_error(R"([{"error":{}}])"));
    EXPECT_FALSE(is_error(R"([{"choices":[]}])"));
}

}  // namespace
}  // namespace parley::providers::openai_dialect
