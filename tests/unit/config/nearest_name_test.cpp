#include "config/nearest_name.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

const std::vector<std::string> names{"listen", "admin_listen", "region", "data", "tls", "keys"};

TEST(NearestName, finds_what_was_probably_meant) {
    EXPECT_EQ(nearest_name("lisen", names), "listen");
    EXPECT_EQ(nearest_name("listenn", names), "listen");
    EXPECT_EQ(nearest_name("lsiten", names), "listen");
    EXPECT_EQ(nearest_name("admin-listen", names), "admin_listen");
    EXPECT_EQ(nearest_name("key", names), "keys");
    EXPECT_EQ(nearest_name("tsl", {"tls", "tsx"}), "tsx");  // one edit beats two
}

TEST(NearestName, says_nothing_when_nothing_is_near) {
    EXPECT_EQ(nearest_name("zzz", names), std::nullopt);
    EXPECT_EQ(nearest_name("", names), std::nullopt);
    EXPECT_EQ(nearest_name("listen", {}), std::nullopt);
}

TEST(NearestName, allows_edits_in_a_third_of_the_name) {
    EXPECT_EQ(nearest_name("abcdXX", {"abcdef"}), "abcdef");
    EXPECT_EQ(nearest_name("abcXXX", {"abcdef"}), std::nullopt);
}

TEST(NearestName, does_not_look_at_names_nobody_typed) {
    EXPECT_EQ(nearest_name(std::string(64, 'a'), {std::string(63, 'a')}), std::string(63, 'a'));
    EXPECT_EQ(nearest_name(std::string(65, 'a'), {std::string(64, 'a')}), std::nullopt);
}

}  // namespace
}  // namespace parley::config
