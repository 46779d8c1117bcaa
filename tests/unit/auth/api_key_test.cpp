#include "auth/api_key.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "auth/key_ring.hpp"

namespace parley::auth {
namespace {

TEST(ApiKey, is_a_prefix_and_256_bits_of_base64url) {
    const Secret key = make_api_key();
    const std::string_view text = key.reveal();
    ASSERT_EQ(text.size(), std::string_view("sk-parley-").size() + 43);
    EXPECT_TRUE(text.starts_with("sk-parley-"));
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string_view::npos);
    // 43 characters hold 258 bits: the last two are always zero, so the last character is one in four.
    EXPECT_NE(std::string_view("AEIMQUYcgkosw048").find(text.back()), std::string_view::npos);
}

TEST(ApiKey, is_never_the_same_and_uses_the_whole_alphabet) {
    std::set<std::string> keys;
    std::set<char> letters;
    for (int i = 0; i < 1000; ++i) {
        const Secret key = make_api_key();
        keys.emplace(key.reveal());
        for (const char letter : key.reveal().substr(10))
            letters.insert(letter);
    }
    EXPECT_EQ(keys.size(), 1000u);
    EXPECT_EQ(letters.size(), 64u);
}

TEST(ApiKey, opens_the_ring_it_is_put_on) {
    const Secret key = make_api_key();
    const KeyRing ring({{"first", key}});
    EXPECT_EQ((*ring.identify("Bearer " + std::string(key.reveal())))->key_name, "first");
}

}  // namespace
}  // namespace parley::auth
