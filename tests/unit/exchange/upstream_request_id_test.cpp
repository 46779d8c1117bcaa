#include "exchange/upstream_request_id.hpp"

#include <gtest/gtest.h>

namespace parley::exchange {
namespace {

std::string_view credential() { return "0123456789abcdef0123456789abcdef"; }  // Azure's keys are 32 hexadecimal digits

TEST(UpstreamRequestId, is_logged_in_the_forms_that_providers_use) {
    for (const std::string_view id :
         {"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", "req_011CSHoEeqs5C35K2UUqR7Fy", "9d1f2c8a", "oCcvUmB-4yUbBN-9d1"}) {
        EXPECT_EQ(loggable_request_id(id, credential), id);
    }
}

TEST(UpstreamRequestId, is_left_out_where_it_might_be_something_else) {
    for (const std::string_view id : {"", "two words", "sk-proj-abcdefgh12345678", "a{\"b\"}", "0123456789abcdef0123456789abcdef",
                                      "x-89abcdef-x", "0123456789abcdef0123456789abcdef1234"}) {
        EXPECT_EQ(loggable_request_id(id, credential), "") << id;
    }
}

}  // namespace
}  // namespace parley::exchange
