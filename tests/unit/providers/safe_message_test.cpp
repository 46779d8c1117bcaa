#include "providers/safe_message.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

TEST(SafeMessage, hides_what_looks_like_a_credential) {
    EXPECT_EQ(safe_message("Incorrect API key provided: sk-proj-ab*****yz. See https://x.test"),
              "Incorrect API key provided: *** See https://x.test");
    EXPECT_EQ(safe_message("limit for gpt-5 in organization org-aBc123 on tokens"), "limit for gpt-5 in organization *** on tokens");
    EXPECT_EQ(safe_message("GET /v1?key=AIzaSy-1 failed"), "GET /v1?*** failed");
    EXPECT_EQ(safe_message("Bearer abc.def-ghi"), "***");
    EXPECT_EQ(safe_message("the token ya29.a0Ab-c_d is not good"), "the token *** is not good");
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

TEST(HideSecret, hides_every_stretch_of_it_that_gives_it_away) {
    constexpr std::string_view secret = "J4oegzhKvQsN-UTWZ4HT4";
    struct Case {
        const char* text;
        const char* hidden;
    };
    const Case cases[] = {
        {"the key J4oegzhKvQsN-UTWZ4HT4 is unknown", "the key *** is unknown"},
        {"J4oegzhKvQsN-UTWZ4HT4J4oegzhKvQsN-UTWZ4HT4", "******"},
        {"J4oegzhK...", "***..."},     // eight of its bytes
        {"J4oegzh...", "J4oegzh..."},  // seven
        {"x-UTWZ4HT4y", "x***y"},      // the last eight and the hyphen
        {"J4oegzhKvQ and Z4HT4", "*** and Z4HT4"},
        {"", ""},
        {"J4oegzh", "J4oegzh"},
    };
    for (const Case& c : cases) {
        std::string text = c.text;
        hide_secret(text, secret);
        EXPECT_EQ(text, c.hidden);
    }
}

TEST(HideSecret, takes_nothing_too_short_for_a_secret) {
    for (const std::string_view secret : {"", "none", "seven77"}) {
        std::string text = "none of the seven77 is secret";
        hide_secret(text, secret);
        EXPECT_EQ(text, "none of the seven77 is secret");
    }
}

}  // namespace
}  // namespace parley::providers
