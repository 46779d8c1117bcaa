#include "providers/safe_message.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

TEST(SafeMessage, hides_what_looks_like_a_credential) {
    EXPECT_EQ(safe_message("Incorrect API key provided: sk-proj-ab*****yz. See https://x.test"),
              "Incorrect API key provided: *** See https://x.test");
    EXPECT_EQ(safe_message("limit for gpt-5 in organization org-aBc123 on tokens"),
              "limit for gpt-5 in organization *** on tokens");
    EXPECT_EQ(safe_message("GET /v1?key=AIzaSy-1 failed"), "GET /v1?*** failed");
    EXPECT_EQ(safe_message("Bearer abc.def-ghi"), "***");
}

TEST(SafeMessage, leaves_words_that_merely_contain_a_marker) {
    EXPECT_EQ(safe_message("the task-list of cyborg-7"), "the task-list of cyborg-7");
}

TEST(SafeMessage, keeps_to_one_line) {
    EXPECT_EQ(safe_message("a\r\nb\x01"
                           "c\x7f"),
              "a  b c ");
}

TEST(SafeMessage, is_cut_at_the_limit_between_characters) {
    EXPECT_EQ(safe_message(std::string(error_message_bytes_max, 'a')).size(), error_message_bytes_max);
    EXPECT_EQ(safe_message(std::string(error_message_bytes_max + 1, 'a')).size(), error_message_bytes_max);
    const std::string wide = std::string(error_message_bytes_max - 1, 'a') + "\xc3\xa9";
    EXPECT_EQ(safe_message(wide).size(), error_message_bytes_max - 1);
}

}  // namespace
}  // namespace parley::providers
