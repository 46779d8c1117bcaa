#include "auth/admin_key.hpp"

#include <gtest/gtest.h>

#include <string>

#include "auth/key_ring.hpp"

namespace parley::auth {
namespace {

const std::string right = "right-key-0123456789";

TEST(AdminKey, is_shown_with_a_scheme_or_without) {
    const AdminKey key((Secret(right)));
    for (const std::string& field : {right, "Bearer " + right, "bearer   " + right + " ", " " + right + "\t"}) {
        EXPECT_TRUE(key.is_shown_in(field)) << field;
    }
}

TEST(AdminKey, is_nothing_that_is_nearly_right) {
    const AdminKey key((Secret(right)));
    for (const std::string& field : {std::string(), std::string("Bearer"), right.substr(1), right.substr(0, right.size() - 1), right + "x",
                                     "Right-key-0123456789" + std::string(), "Basic " + right, right + " " + right,
                                     std::string(right.rbegin(), right.rend()), right + std::string(1, '\0')}) {
        EXPECT_FALSE(key.is_shown_in(field)) << field;
    }
}

TEST(AdminKey, may_be_as_long_as_any_key) {
    const AdminKey longest(Secret(std::string(key_bytes_max, 'k')));
    EXPECT_TRUE(longest.is_shown_in(std::string(key_bytes_max, 'k')));
    EXPECT_FALSE(longest.is_shown_in(std::string(key_bytes_max + 1, 'k')));
}

}  // namespace
}  // namespace parley::auth
