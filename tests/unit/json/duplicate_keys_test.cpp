#include "json/duplicate_keys.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/sip_hash.hpp"
#include "json/document.hpp"

namespace parley::json {
namespace {

// {"key0":0,"key1":1, ...}
std::string object_of(std::size_t members, std::string_view prefix = "key") {
    std::string text = "{";
    for (std::size_t member = 0; member < members; ++member) {
        if (member > 0) text += ',';
        text += '"' + std::string(prefix) + std::to_string(member) + "\":" + std::to_string(member);
    }
    return text + "}";
}

struct Twice {
    std::string text;
    std::size_t offset;  // of the second
};

TEST(DuplicateKey, is_refused_in_every_object_compared_unescaped) {
    const std::vector<Twice> rows = {
        {R"({"a":1,"a":1})", 7},
        {R"({"a":1,"a":2})", 7},
        {R"({"":1,"":2})", 6},
        {R"({"a":1,"b":2,"a":3})", 13},
        {R"({"model":"x","\u006dodel":"y"})", 13},
        {R"({"\u006dodel":"x","model":"y"})", 18},
        {R"({"mod\u0065l":"x","\u006dodel":"y"})", 18},
        {R"({"\u006D":1,"\u006d":2})", 12},
        {R"({"/":1,"\/":2})", 7},
        {R"({"\"":1,"\u0022":2})", 8},
        {R"({"\\":1,"\u005c":2})", 8},
        {R"({"\n":1,"\u000a":2})", 8},
        {"{\"\xc3\xa9\":1,\"\\u00e9\":2}", 8},
        {"{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}", 10},
        {R"({"\u0000":1,"\u0000":2})", 12},
        {R"({"o":{"a":1,"a":2}})", 12},
        {R"([{"a":1,"a":2}])", 8},
        {R"({"a":{"b":[{"c":1,"c":2}]}})", 18},
        {R"({"a":{"x":1,"y":2},"b":[1,[2]],"a":3})", 31},
        {R"({"a":1,"b":{"a":2},"b":3})", 19},
    };
    Document document;
    for (const auto& [text, offset] : rows) {
        EXPECT_EQ(document.parse(text), (ParseError{ParseFault::duplicate_key, offset})) << text;
    }
}

TEST(DuplicateKey, is_found_at_every_place_of_small_and_large_objects) {
    Document document;
    for (const std::size_t members : {2u, pairwise_members_max - 1, pairwise_members_max, pairwise_members_max + 1, 100u}) {
        const std::string text = object_of(members);
        ASSERT_FALSE(document.parse(text));
        for (std::size_t twin = 0; twin < members; ++twin) {
            const std::string key = "\"key" + std::to_string(twin) + "\":0}";
            const std::string twice = text.substr(0, text.size() - 1) + "," + key;
            EXPECT_EQ(document.parse(twice), (ParseError{ParseFault::duplicate_key, text.size()}));
            const std::string escaped = text.substr(0, text.size() - 1) + ",\"\\u006b" + key.substr(2);
            EXPECT_EQ(document.parse(escaped), (ParseError{ParseFault::duplicate_key, text.size()}));
        }
    }
}

TEST(DuplicateKey, is_not_seen_where_keys_differ_in_length_case_or_last_byte_only) {
    Document document;
    EXPECT_FALSE(document.parse(R"({"a":1,"aa":2,"aaa":3,"A":4,"aA":5,"Aa":6,"a ":7," a":8,"":9,"ab":10,"ba":11})"));
    EXPECT_FALSE(document.parse(R"({"a\u0000":1,"a":2,"\\u0061":3,"\\":4,"\\\\":5})"));
}

TEST(DuplicateKey, among_lone_surrogates_counts_them_as_what_they_are_read_as) {
    Document document;
    const ParseOptions options{.allow_lone_surrogates = true};
    EXPECT_FALSE(document.parse(R"({"\ud800":1,"x":2})", options));
    EXPECT_EQ(document.parse(R"({"\ud800":1,"\udfff":2})", options), (ParseError{ParseFault::duplicate_key, 12}));
}

TEST(DuplicateKeys, among_100000_are_looked_for_in_linear_steps) {
    const std::uint32_t members = 100'000;
    // Keys that differ at their ends only, as somebody would choose them against a weak hash.
    for (const std::string_view prefix : {"", "key", "the same forty characters before each key"}) {
        Document document;
        const std::string text = object_of(members, prefix);
        ASSERT_FALSE(document.parse(text));
        KeyTable table(document, members);
        for (std::uint32_t key = 1; key < 2 * members; key += 2) ASSERT_TRUE(table.insert(key));
        EXPECT_LE(table.probes(), 3u * members);  // half full and well mixed: 1.5 on average
        EXPECT_FALSE(table.insert(1));
        EXPECT_FALSE(table.insert(2 * members - 1));
    }
}

}  // namespace
}  // namespace parley::json
