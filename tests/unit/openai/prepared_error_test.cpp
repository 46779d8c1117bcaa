#include "openai/prepared_error.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

constexpr std::string_view request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77";

TEST(PreparedError, says_what_it_would_say_if_it_were_printed_for_the_request) {
    const Error error{.kind = ErrorKind::not_ready,
                      .source = ErrorSource::gateway,
                      .message = "Overloaded. \"Come back\".",
                      .problems = {"one", "two"},
                      .retry_after = std::chrono::seconds(7)};
    for (const ErrorShape shape : {ErrorShape::superset, ErrorShape::hosted}) {
        const ErrorAnswer printed = make_error_answer(error, request_id, 0, shape);
        const PreparedError prepared(error, shape);
        std::string body = "in front: ";
        prepared.append_body(body, request_id);
        EXPECT_EQ(prepared.status(), 503);
        EXPECT_EQ(prepared.fields(request_id), printed.fields);
        EXPECT_EQ(body, "in front: " + printed.body);
    }
}

TEST(PreparedError, has_the_next_ones_id_in_the_next_answer) {
    const PreparedError prepared({.kind = ErrorKind::rate_limited, .message = "too many"}, ErrorShape::superset);
    std::string first;
    std::string second;
    prepared.append_body(first, request_id);
    prepared.append_body(second, "01a22db5-9b74-7ebc-9dfb-0a1e6e995d6e");
    EXPECT_NE(first.find(request_id), std::string::npos);
    EXPECT_EQ(second.find(request_id), std::string::npos);
    EXPECT_EQ(first.size(), second.size());
}

}  // namespace
}  // namespace parley::openai
