#include "auth/recent_keys.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::auth {
namespace {

std::string name_of(const Result<const Principal*>& found) { return found ? (*found)->key_name : "nobody"; }

TEST(RecentKeys, answer_as_the_ring_does_the_first_time_and_every_time_after) {
    const KeyRing ring({{"dev", Secret("sk-one")}, {"live", Secret("sk-two")}});
    RecentKeys recent;
    for (int time = 0; time < 3; ++time) {
        EXPECT_EQ(name_of(recent.identify(ring, "Bearer sk-one")), "dev");
        EXPECT_EQ(name_of(recent.identify(ring, "sk-two")), "live");
        EXPECT_EQ(name_of(recent.identify(ring, "sk-on")), "nobody");
        EXPECT_EQ(name_of(recent.identify(ring, "")), "nobody");
    }
}

TEST(RecentKeys, forget_a_key_with_the_ring_that_knew_it) {
    RecentKeys recent;
    const KeyRing before({{"dev", Secret("sk-one")}});
    EXPECT_EQ(name_of(recent.identify(before, "sk-one")), "dev");
    const KeyRing after({{"live", Secret("sk-two")}});
    EXPECT_EQ(name_of(recent.identify(after, "sk-one")), "nobody");
}

TEST(RecentKeys, are_not_fooled_by_a_ring_in_the_place_of_another) {
    RecentKeys recent;
    std::optional<KeyRing> ring;
    ring.emplace(std::vector<ConfiguredKey>{{"dev", Secret("sk-one")}});
    EXPECT_EQ(name_of(recent.identify(*ring, "sk-one")), "dev");
    ring.emplace(std::vector<ConfiguredKey>{{"live", Secret("sk-two")}});  // at the same address
    EXPECT_EQ(name_of(recent.identify(*ring, "sk-one")), "nobody");
}

TEST(RecentKeys, hold_more_keys_than_they_remember) {
    std::vector<ConfiguredKey> keys;
    for (std::size_t i = 0; i < 4 * RecentKeys::keys_max; ++i) {
        keys.push_back({"key " + std::to_string(i), Secret("sk-" + std::to_string(i))});
    }
    const KeyRing ring(keys);
    RecentKeys recent;
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            EXPECT_EQ(name_of(recent.identify(ring, "sk-" + std::to_string(i))), keys[i].name);
        }
    }
}

TEST(RecentKeys, leave_a_key_that_is_too_long_to_the_ring) {
    const KeyRing ring({{"dev", Secret("sk-one")}});
    RecentKeys recent;
    EXPECT_EQ(name_of(recent.identify(ring, std::string(key_bytes_max + 1, 'k'))), "nobody");
    EXPECT_EQ(name_of(recent.identify(ring, std::string(key_bytes_max, 'k'))), "nobody");
}

TEST(RecentKeys, let_nobody_in_whose_time_is_over) {
    static UnixSeconds now = 1000;
    const std::string pepper(32, 'p');
    const KeyedDigest digest(pepper);
    StoredKey key;
    key.digest = digest.of("sk-parley-k-secret");
    key.expires = 1060;
    const KeyRing ring({}, {key}, pepper, [] { return now; });
    RecentKeys recent;
    for (int times = 0; times < 2; ++times) EXPECT_TRUE(recent.identify(ring, "sk-parley-k-secret"));
    now = 1059;
    EXPECT_TRUE(recent.identify(ring, "sk-parley-k-secret"));
    now = 1060;
    EXPECT_FALSE(recent.identify(ring, "sk-parley-k-secret"));
}

TEST(RecentKeys, let_nobody_in_whose_key_the_next_ring_does_not_have) {
    RecentKeys recent;
    const KeyRing with({{"dev", Secret("dev-secret-1")}});
    const KeyRing without(std::vector<ConfiguredKey>{});
    EXPECT_TRUE(recent.identify(with, "dev-secret-1"));
    EXPECT_FALSE(recent.identify(without, "dev-secret-1"));
}

}  // namespace
}  // namespace parley::auth
