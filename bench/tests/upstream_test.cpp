#include <gtest/gtest.h>

#include <string>

#include "upstream/answers.hpp"
#include "upstream/anthropic_answers.hpp"
#include "upstream/request.hpp"
#include "upstream/script.hpp"

namespace {

using namespace bench::upstream;

TEST(UpstreamRequest, is_partial_until_its_last_byte) {
    const std::string whole = "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    Request request;
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        ASSERT_EQ(parse_request(std::string_view(whole).substr(0, bytes), request), Parsed::partial) << bytes;
    }
    const std::string with_next = whole + "GET";
    ASSERT_EQ(parse_request(with_next, request), Parsed::complete);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/x");
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.bytes, whole.size());
}

TEST(UpstreamRequest, refuses_a_transfer_coding_and_a_head_without_a_target) {
    Request request;
    EXPECT_EQ(parse_request("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n", request), Parsed::malformed);
    EXPECT_EQ(parse_request("POST\r\n\r\n", request), Parsed::malformed);
    EXPECT_EQ(parse_request("POST / HTTP/1.1\r\ncontent-length: -\r\n\r\n", request), Parsed::malformed);
}

TEST(Script, is_told_by_the_models_name) {
    const Script paced = script_for("paced-5-1000");
    EXPECT_EQ(paced.interval, 5 * bench::wire::millisecond);
    EXPECT_EQ(paced.steps, 1000u);
    EXPECT_EQ(paced.events_per_step, 1u);
    const Script burst = script_for("burst-64-200");
    EXPECT_EQ(burst.steps, 200u);
    EXPECT_EQ(burst.events_per_step, 64u);
    EXPECT_EQ(script_for("burst-9999-1").events_per_step, events_per_step_max);
    EXPECT_TRUE(script_for("idle").idle);
    for (const char* other : {"bench-model", "paced-5", "paced-0-9", "paced-5-10x", "burst--1"}) {
        EXPECT_EQ(script_for(other).events_per_step, 16u) << other;
    }
}

TEST(Script, is_found_in_a_body) {
    EXPECT_TRUE(wants_stream(R"({"model":"idle","stream":true})"));
    EXPECT_TRUE(wants_stream(R"({"stream" : true})"));
    EXPECT_FALSE(wants_stream(R"({"stream":false,"x":true})"));
    EXPECT_FALSE(wants_stream(R"({"stream_options":{"include_usage":true}})"));
    EXPECT_EQ(model_in(R"({"messages":[],"model": "idle"})"), "idle");
    EXPECT_EQ(model_in(R"({"messages":[]})"), "");
}

TEST(Answers, have_realistic_sizes) {
    EXPECT_NEAR(static_cast<double>(completion_response().size()), 900, 200);
    const std::string_view one = content_events(1, 0);
    EXPECT_NEAR(static_cast<double>(one.size()), 250, 40);
    EXPECT_EQ(content_events(events_per_step_max, 0).size(), one.size() * events_per_step_max);
}

TEST(Answers, are_stamped_in_both_dialects) {
    EXPECT_NE(content_events(2, 1234).find("\" @000000000000001234"), std::string_view::npos);
    const std::string two(anthropic::content_events(2, 1234));
    EXPECT_NE(two.find("\" @000000000000001234"), two.rfind("\" @000000000000001234"));
    EXPECT_NE(two.find("event: content_block_delta\ndata: {"), std::string::npos);
    EXPECT_NEAR(static_cast<double>(two.size()) / 2, 150, 40);
    EXPECT_NE(anthropic::stream_closing().find("message_stop"), std::string_view::npos);
}

}  // namespace
