#include "auth/api_key.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "auth/key_ring.hpp"

namespace parley::auth {
namespace {

constexpr std::string_view prefix = "sk-parley-";
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string_view secret_of(const ApiKey& key) { return key.text.reveal().substr(prefix.size() + key_id_characters + 1); }

TEST(ApiKey, is_a_prefix_an_id_and_256_bits_of_base64url) {
    const ApiKey key = make_api_key();
    EXPECT_TRUE(key.text.reveal().starts_with(std::string(prefix) + key.id + "-"));
    EXPECT_EQ(key.id.size(), key_id_characters);
    EXPECT_EQ(key.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    ASSERT_EQ(secret_of(key).size(), 43u);
    EXPECT_EQ(secret_of(key).find_first_not_of(base64url), std::string_view::npos);
    // 43 characters hold 258 bits: the last two are always zero, so the last character is one in four.
    EXPECT_NE(std::string_view("AEIMQUYcgkosw048").find(secret_of(key).back()), std::string_view::npos);
}

TEST(ApiKey, is_never_the_same_and_uses_the_whole_alphabet) {
    std::set<std::string> ids, secrets;
    std::set<char> letters;
    for (int i = 0; i < 1000; ++i) {
        const ApiKey key = make_api_key();
        ids.insert(key.id);
        secrets.emplace(secret_of(key));
        letters.insert(secret_of(key).begin(), secret_of(key).end());
    }
    EXPECT_EQ(ids.size(), 1000u);
    EXPECT_EQ(secrets.size(), 1000u);
    EXPECT_EQ(letters.size(), 64u);
}

TEST(ApiKey, opens_the_ring_it_is_put_on) {
    const ApiKey key = make_api_key();
    const KeyRing ring({{"first", key.text}});
    EXPECT_EQ((*ring.identify("Bearer " + std::string(key.text.reveal())))->key_name, "first");
}

TEST(ApiKey, shows_its_last_four_characters) {
    EXPECT_EQ(last_characters(Secret("sk-parley-abcd")), "abcd");
    EXPECT_EQ(last_characters(Secret("abc")), "abc");
}

}  // namespace
}  // namespace parley::auth
