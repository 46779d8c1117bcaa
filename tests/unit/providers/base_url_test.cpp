#include "providers/base_url.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

TEST(BaseUrl, is_split_into_what_a_connection_and_a_head_need) {
    const auto expect = [](std::string_view text, const BaseUrl& url) {
        const Result<BaseUrl> parsed = parse_base_url(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, url) << text;
    };
    expect("https://api.openai.com/v1", {true, "api.openai.com", 443, "api.openai.com", "/v1"});
    expect("https://API.OpenAI.com:443/v1/", {true, "api.openai.com", 443, "api.openai.com", "/v1"});
    expect("http://127.0.0.1:11434/v1", {false, "127.0.0.1", 11434, "127.0.0.1:11434", "/v1"});
    expect("http://localhost", {false, "localhost", 80, "localhost", ""});
    expect("http://localhost:443//", {false, "localhost", 443, "localhost:443", ""});
    expect("https://[::1]:8443/a/b", {true, "::1", 8443, "[::1]:8443", "/a/b"});
    expect("http://[::1]", {false, "::1", 80, "[::1]", ""});
}

TEST(BaseUrl, is_refused_when_it_could_bend_a_request_line) {
    for (const std::string_view text :
         {"", "api.openai.com/v1", "ftp://a/v1", "https://", "https:///v1", "https://a b/v1", "https://u:p@a/v1", "https://a/v1?x=1",
          "https://a/v1#x", "https://a/v1 HTTP/1.1", "https://a/v1\r\nx: y", "https://a:0/v1", "https://a:70000/v1", "https://a:/v1",
          "https://a/\xc3\xa9"}) {
        const Result<BaseUrl> parsed = parse_base_url(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_TRUE(parsed.error().message.starts_with("base_url ")) << parsed.error().message;
    }
}

}  // namespace
}  // namespace parley::providers
