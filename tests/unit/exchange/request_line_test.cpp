#include "exchange/request_line.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::exchange {
namespace {

using namespace std::chrono_literals;

RequestLine full_line() {
    RequestLine line;
    line.time = std::chrono::system_clock::time_point(1'764'060'577'123ms);
    line.request_id = "0b0f";
    line.client_request_id = "call-7";
    line.key = "dev";
    line.key_id = "k1";
    line.account = "acme";
    line.route = "/v1/chat/completions";
    line.region = "eu";
    line.model = "gpt";
    line.provider = "up";
    line.upstream_model = "gpt-large";
    line.streamed = true;
    line.status = 200;
    line.outcome = Outcome::ok;
    line.upstream_request_id = "req_9";
    line.failure = "network";
    line.attempts = 2;
    line.usage = openai::Usage{.prompt_tokens = 5, .completion_tokens = 7, .cached_tokens = 2};
    line.prompt_cut = true;
    line.cost = Money{120'000};
    line.first_chunk = 12'345us;
    line.total = 2s;
    return line;
}

std::string print(const RequestLine& line) {
    std::string text;
    append_request_line(text, line);
    return text;
}

TEST(RequestLine, says_everything_that_is_known) {
    EXPECT_EQ(
        print(full_line()),
        R"({"time":"2025-11-25T08:49:37.123Z","level":"info","event":"request","request_id":"0b0f","client_request_id":"call-7",)"
        R"("key":"dev","key_id":"k1","account":"acme","route":"/v1/chat/completions","region":"eu","model":"gpt","provider":"up",)"
        R"("upstream_model":"gpt-large","upstream_request_id":"req_9","stream":true,"status":200,"outcome":"ok","failure":"network","attempts":2,)"
        R"("prompt_tokens":5,"completion_tokens":7,"cached_tokens":2,"prompt_cut":true,"cost_usd":0.00012,"first_chunk_ms":12.345,"total_ms":2000.000})");
}

TEST(RequestLine, leaves_out_what_is_not) {
    RequestLine line;
    line.request_id = "0b0f";
    line.status = 400;
    EXPECT_EQ(print(line), R"({"time":"1970-01-01T00:00:00.000Z","level":"info","event":"request","request_id":"0b0f",)"
                           R"("status":400,"outcome":"refused"})");
}

TEST(RequestLine, stays_one_line_of_json_whatever_the_names_hold) {
    const std::string hostile = "a\nb\r\"},{\"level\":\"error\\\x01\x1b[31m\x7f\t\xe2\x80\xa8";
    RequestLine line = full_line();
    for (std::string_view RequestLine::*field :
         {&RequestLine::client_request_id, &RequestLine::upstream_request_id, &RequestLine::key, &RequestLine::key_id,
          &RequestLine::account, &RequestLine::route, &RequestLine::region, &RequestLine::model, &RequestLine::provider,
          &RequestLine::upstream_model, &RequestLine::failure}) {
        line.*field = hostile;
    }
    const std::string text = print(line);
    for (const char byte : text) EXPECT_GE(static_cast<unsigned char>(byte), 0x20);
    json::Document document;
    ASSERT_FALSE(document.parse(text));
    EXPECT_EQ(document.root().size(), 26u);
    EXPECT_EQ(document.root().find("model").string(), hostile);
    EXPECT_EQ(document.root().find("level").string(), "info");
}

TEST(RequestLine, repeats_an_id_only_if_it_looks_like_one) {
    const std::string longest(logged_request_id_bytes_max, 'a');
    for (const std::string& good : {std::string("call-7"), std::string("A.b_c:d-9"), longest}) EXPECT_EQ(checked_request_id(good), good);
    for (const std::string& bad : {std::string(), longest + "a", std::string("two words"), std::string("a\"b"), std::string("a\x01"),
                                   std::string("z\xc3\xbcrich")}) {
        EXPECT_EQ(checked_request_id(bad), "") << bad;
    }
}

}  // namespace
}  // namespace parley::exchange
