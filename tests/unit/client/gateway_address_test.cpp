#include "client/gateway_address.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

TEST(GatewayAddress, is_read_with_and_without_the_version) {
    struct Row {
        const char* url;
        bool tls;
        const char* authority;
        const char* path;
    };
    const Row rows[] = {
        {"http://127.0.0.1:8080", false, "127.0.0.1:8080", ""},    {"http://127.0.0.1:8080/v1/", false, "127.0.0.1:8080", ""},
        {"https://parley.example/v1", true, "parley.example", ""}, {"https://parley.example/team/v1", true, "parley.example", "/team"},
        {"http://[::1]:8080/team", false, "[::1]:8080", "/team"},
    };
    for (const Row& row : rows) {
        const auto address = parse_gateway_address(row.url);
        ASSERT_TRUE(address) << row.url;
        EXPECT_EQ(address->origin.tls, row.tls) << row.url;
        EXPECT_EQ(address->authority, row.authority) << row.url;
        EXPECT_EQ(address->path, row.path) << row.url;
    }
}

TEST(GatewayAddress, what_is_no_url_is_refused) {
    for (const char* url : {"", "localhost:8080", "ftp://host", "http://", "http://user@host", "http://host/?q"}) {
        EXPECT_FALSE(parse_gateway_address(url)) << url;
    }
}

TEST(Key, is_something_that_a_header_can_hold) {
    EXPECT_TRUE(check_key(std::string(key_bytes_max, 'k')));
    for (const std::string& key :
         {std::string(key_bytes_max + 1, 'k'), std::string(), std::string("a b"), std::string("a\r\nb: c"), std::string("schlüssel")}) {
        const auto checked = check_key(key);
        ASSERT_FALSE(checked) << key;
        if (!key.empty()) {
            EXPECT_EQ(checked.error().message.find(key), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace parley::client
