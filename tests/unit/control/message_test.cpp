#include "control/message.hpp"

#include <gtest/gtest.h>

namespace parley::control {
namespace {

using nlohmann::json;

TEST(Message, request_survives_the_trip_in_one_line) {
    const Request sent{"keys.create", {{"name", "line\nend \xc3\xbc"}, {"models", {"a", "b"}}}};
    const std::string line = print_request(sent);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Request read = parse_request(line).value();
    EXPECT_EQ(read.verb, sent.verb);
    EXPECT_EQ(read.arguments, sent.arguments);
}

TEST(Message, request_that_is_none_is_refused_with_the_reason) {
    const struct {
        const char* line;
        const char* message;
    } table[] = {
        {"", "not a JSON object"},
        {"GET / HTTP/1.1", "not a JSON object"},
        {"[1]", "not a JSON object"},
        {"{", "not a JSON object"},
        {R"({"version":1,"verb":"a"} x)", "not a JSON object"},
        {R"({"verb":"a"})", "version: missing"},
        {R"({"version":"1","verb":"a"})", "version: missing"},
        {R"({"version":2,"verb":"a"})",
         "version 2 of the control protocol is not understood, only 1: use the same version of Parley on both sides"},
        {R"({"version":1})", "verb: missing"},
        {R"({"version":1,"verb":""})", "verb: missing"},
        {R"({"version":1,"verb":7})", "verb: of another type"},
        {R"({"version":1,"verb":"a","arguments":[]})", "arguments: of another type"},
        {R"({"version":1,"verb":"a","extra":1})", "extra: unknown name"},
    };
    for (const auto& [line, message] : table) {
        const Result<Request> request = parse_request(line);
        ASSERT_TRUE(request.has_error()) << line;
        EXPECT_EQ(request.error().kind, ErrorKind::bad_request) << line;
        EXPECT_EQ(request.error().message, message) << line;
    }
}

TEST(Message, result_survives_the_trip) {
    const json result{{"id", "abc"}, {"list", {1, 2, nullptr}}};
    EXPECT_EQ(parse_answer(print_answer(answer_with(result))).value(), result);
}

TEST(Message, error_survives_the_trip) {
    for (const ErrorKind kind : {ErrorKind::bad_request, ErrorKind::not_found, ErrorKind::not_ready, ErrorKind::internal}) {
        const Error sent{.kind = kind, .message = "no \"such\" thing", .problems = {"one", "two"}};
        const Error read = parse_answer(print_answer(sent)).error();
        EXPECT_EQ(read.kind, kind);
        EXPECT_EQ(read.message, sent.message);
        EXPECT_EQ(read.problems, sent.problems);
    }
}

TEST(Message, answer_that_is_none_is_an_error) {
    for (const char* line :
         {"", "[]", R"({"ok":true})", R"({"version":2,"ok":true,"result":{}})", R"({"version":1})", R"({"version":1,"ok":false})",
          R"({"version":1,"ok":false,"error":{"message":7}})", R"({"version":1,"ok":"yes","result":{}})"}) {
        EXPECT_TRUE(parse_answer(line).has_error()) << line;
    }
}

TEST(Message, bytes_that_are_no_utf8_are_replaced_rather_than_fatal) {
    const Error sent{.message = "\xff"};
    EXPECT_EQ(parse_answer(print_answer(sent)).error().message, "\xef\xbf\xbd");
}

}  // namespace
}  // namespace parley::control
