#include "config/base_url.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

using Scheme = BaseUrl::Scheme;

struct Good {
    const char* text;
    BaseUrl url;
    const char* authority;
};

const Good good[] = {
    {"https://api.openai.com/v1", {Scheme::https, "api.openai.com", 443, "/v1"}, "api.openai.com"},
    {"HTTPS://api.openai.com/v1/", {Scheme::https, "api.openai.com", 443, "/v1"}, "api.openai.com"},
    {"https://api.groq.com:443/openai/v1", {Scheme::https, "api.groq.com", 443, "/openai/v1"}, "api.groq.com"},
    {"https://a.example:8443", {Scheme::https, "a.example", 8443, ""}, "a.example:8443"},
    {"http://127.0.0.1:11434/v1//", {Scheme::http, "127.0.0.1", 11434, "/v1"}, "127.0.0.1:11434"},
    {"http://localhost/", {Scheme::http, "localhost", 80, ""}, "localhost"},
    {"http://[::1]:8000/v1", {Scheme::http, "::1", 8000, "/v1"}, "[::1]:8000"},
    {"http://[fd00::1]/v1", {Scheme::http, "fd00::1", 80, "/v1"}, "[fd00::1]"},
    {"http://a.example:443/", {Scheme::http, "a.example", 443, ""}, "a.example:443"},
};

TEST(BaseUrl, is_split_into_scheme_host_port_and_path) {
    for (const Good& each : good) {
        const auto url = parse_base_url(each.text);
        ASSERT_TRUE(url.has_value()) << each.text;
        EXPECT_EQ(*url, each.url) << each.text;
        EXPECT_EQ(url->authority(), each.authority) << each.text;
    }
}

TEST(BaseUrl, is_refused_with_what_it_must_be) {
    const std::string scheme = "must start with http:// or https://";
    const std::string host = "must have a host, and a port of 1 to 65535 if any";
    const std::string path = "must have a plain path such as /v1";
    const std::string query = "must not have a query or a fragment";
    const std::string user = "must not hold a user or password: that is what `credential` is for";
    const std::pair<std::string, std::string> bad[] = {
        {"", scheme},
        {"api.openai.com", scheme},
        {"ftp://a.example", scheme},
        {"unix:///run/a", scheme},
        {"http:/a.example", scheme},
        {" https://a.example", scheme},
        {"https://", host},
        {"https:///v1", host},
        {"https://:443", host},
        {"https://a.example:", host},
        {"https://a.example:0", host},
        {"https://a.example:65536", host},
        {"https://a.example:-1", host},
        {"https://a b", host},
        {"https://a.example\\v1", host},
        {"https://[::1", host},
        {"https://::1/", host},
        {"https://user:password@a.example", user},
        {"https://a.example/v1?x=1", query},
        {"https://a.example?x", query},
        {"https://a.example/#", query},
        {"https://a.example/v1/../v2", path},
        {"https://a.example/.", path},
        {"https://a.example//v1", path},
        {"https://a.example/%76", path},
        {"https://a.example/v 1", path},
        {"https://a.example/v1\r\nx: y", path},
        {"https://a.example/" + std::string(base_url_bytes_max, 'a'), "must have at most 2048 characters"},
    };
    for (const auto& [text, message] : bad) {
        const auto url = parse_base_url(text);
        ASSERT_FALSE(url.has_value()) << text;
        EXPECT_EQ(url.error().message, message) << text;
    }
}

TEST(BaseUrl, may_be_exactly_as_long_as_it_says) {
    const std::string start = "https://a.example/";
    EXPECT_TRUE(parse_base_url(start + std::string(base_url_bytes_max - start.size(), 'a')).has_value());
}

TEST(BaseUrl, knows_what_stays_on_this_machine) {
    for (const char* text : {"http://localhost", "http://127.0.0.1", "http://127.9.9.9", "http://[::1]"}) {
        EXPECT_TRUE(parse_base_url(text)->is_loopback()) << text;
    }
    for (const char* text : {"http://10.0.0.1", "http://localhost.example", "http://[::2]", "http://128.0.0.1"}) {
        EXPECT_FALSE(parse_base_url(text)->is_loopback()) << text;
    }
}

}  // namespace
}  // namespace parley::config
