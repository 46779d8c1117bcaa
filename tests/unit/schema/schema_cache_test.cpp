#include "schema/schema_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::schema {
namespace {

TEST(SchemaCache, compiles_a_schema_once) {
    SchemaCache cache;
    const auto first = cache.find_or_compile(R"({"type":"string"})");
    const auto second = cache.find_or_compile(R"({"type":"string"})");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    EXPECT_NE(*first, *cache.find_or_compile(R"({"type": "string"})")) << "other bytes, another schema";
}

TEST(SchemaCache, does_not_keep_what_is_no_schema) {
    SchemaCache cache;
    EXPECT_FALSE(cache.find_or_compile(R"({"type":"text"})"));
    EXPECT_EQ(cache.bytes(), 0u);
}

TEST(SchemaCache, forgets_what_was_used_longest_ago) {
    const auto numbered = [](int number) { return R"({"maximum":)" + std::to_string(number) + "}"; };
    SchemaCache cache(40'000);
    const auto kept = *cache.find_or_compile(numbered(0));
    const auto lost = *cache.find_or_compile(numbered(1));
    for (int number = 2; number < 200; ++number) {
        ASSERT_TRUE(cache.find_or_compile(numbered(number)));
        EXPECT_LE(cache.bytes(), 40'000u);
        EXPECT_EQ(*cache.find_or_compile(numbered(0)), kept) << "used all the time";
    }
    EXPECT_NE(*cache.find_or_compile(numbered(1)), lost);
}

TEST(SchemaCache, does_not_keep_what_would_push_out_most_others) {
    SchemaCache cache(4'000);
    ASSERT_TRUE(cache.find_or_compile(R"({"description":")" + std::string(1'000, 'x') + "\"}"));
    EXPECT_EQ(cache.bytes(), 0u);
}

}  // namespace
}  // namespace parley::schema
