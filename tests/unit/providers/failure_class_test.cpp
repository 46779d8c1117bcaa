#include "providers/failure_class.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

struct Row {
    FailureClass failure;
    int status;
    ErrorKind kind;
    std::string_view message;
    ErrorSource source;
};

TEST(UpstreamFailureAsError, follows_the_public_contract) {
    constexpr ErrorSource upstream = ErrorSource::upstream;
    constexpr ErrorSource downstream = ErrorSource::downstream;
    for (const Row& row : {
             Row{FailureClass::rate_limited, 429, ErrorKind::rate_limited, "too many requests for this action", upstream},
             Row{FailureClass::out_of_quota, 402, ErrorKind::rate_limited, "too many requests for this action", upstream},
             Row{FailureClass::overloaded, 500, ErrorKind::upstream_error, "upstream provider error", upstream},
             Row{FailureClass::overloaded, 503, ErrorKind::upstream_unavailable, "upstream provider unavailable", upstream},
             Row{FailureClass::overloaded, 529, ErrorKind::upstream_unavailable, "upstream provider unavailable", upstream},
             Row{FailureClass::timeout, 504, ErrorKind::upstream_timeout, "upstream provider timeout", upstream},
             Row{FailureClass::network, 0, ErrorKind::upstream_unavailable, "upstream provider unavailable", upstream},
             Row{FailureClass::bad_credential, 401, ErrorKind::upstream_error, "upstream provider error", upstream},
             Row{FailureClass::bad_credential, 403, ErrorKind::upstream_error, "upstream provider error", upstream},
             Row{FailureClass::model_unavailable, 404, ErrorKind::upstream_error, "upstream provider error", upstream},
             Row{FailureClass::caller_fault, 400, ErrorKind::bad_request, "invalid request body", downstream},
             Row{FailureClass::caller_fault, 413, ErrorKind::too_large, "request too large", downstream},
             Row{FailureClass::content_filtered, 400, ErrorKind::bad_request, "invalid request body", downstream},
             Row{FailureClass::malformed_reply, 200, ErrorKind::upstream_error, "upstream provider error", upstream},
             Row{FailureClass::unknown, 418, ErrorKind::upstream_error, "upstream provider error", upstream},
         }) {
        UpstreamFailure failure;
        failure.failure = row.failure;
        failure.status = row.status;
        const Error error = to_error(failure);
        EXPECT_EQ(error.kind, row.kind) << to_string(row.failure);
        EXPECT_EQ(error.message, row.message) << to_string(row.failure);
        EXPECT_EQ(error.source, row.source) << to_string(row.failure);
        EXPECT_EQ(error.upstream_status, row.status);
        EXPECT_EQ(error.detail, to_string(row.failure));
    }
}

TEST(UpstreamFailureAsError, shows_the_providers_words_as_a_problem_only) {
    UpstreamFailure failure;
    failure.failure = FailureClass::caller_fault;
    failure.status = 400;
    failure.message = "temperature is not supported";
    failure.code = "unsupported_parameter";
    const Error error = to_error(failure);
    EXPECT_EQ(error.problems, std::vector<std::string>{"temperature is not supported"});
    EXPECT_EQ(error.code, "unsupported_parameter");
    EXPECT_EQ(error.detail.find("temperature"), std::string::npos);
}

TEST(UpstreamFailureAsError, names_a_field_only_if_callers_can_have_sent_it) {
    UpstreamFailure failure;
    failure.failure = FailureClass::caller_fault;
    failure.param = "temperature";
    EXPECT_EQ(to_error(failure).param, "temperature");
    failure.param = "sk-looks-like-a-key";
    EXPECT_EQ(to_error(failure).param, "");
    failure.param = "model";
    failure.failure = FailureClass::model_unavailable;  // the model's name upstream is our doing
    EXPECT_EQ(to_error(failure).param, "");
}

TEST(UpstreamFailureAsError, never_tells_a_caller_about_our_credential_or_account) {
    for (const FailureClass ours : {FailureClass::bad_credential, FailureClass::out_of_quota}) {
        UpstreamFailure failure;
        failure.failure = ours;
        failure.message = "Incorrect API key provided";
        failure.code = "invalid_api_key";
        const Error error = to_error(failure);
        EXPECT_TRUE(error.problems.empty());
        EXPECT_NE(error.code, "invalid_api_key");
    }
}

TEST(UpstreamFailureAsError, rounds_a_wait_up_to_whole_seconds) {
    UpstreamFailure failure;
    failure.failure = FailureClass::rate_limited;
    EXPECT_FALSE(to_error(failure).retry_after);
    failure.retry_after = std::chrono::milliseconds(1001);
    EXPECT_EQ(to_error(failure).retry_after, std::chrono::seconds(2));
    failure.retry_after = std::chrono::milliseconds(0);
    EXPECT_EQ(to_error(failure).retry_after, std::chrono::seconds(0));
}

}  // namespace
}  // namespace parley::providers
