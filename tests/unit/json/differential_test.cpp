// Our parser against simdjson's DOM: mutated texts must be accepted by both or refused by both. The two differ, on
// purpose, in what `expected_difference` lists; everything else is a mistake of one of them.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "json/document.hpp"

namespace parley::json {
namespace {

const std::vector<std::string> seeds = {
    R"({"id":"c1","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]})",
    R"({"model":"gpt","messages":[{"role":"user","content":"a\nb \"c\" \u00e9 \ud83d\ude00"}],"n":1})",
    R"([0,-1,1.5,1e5,-1.5E-10,10,1E+2,0.0])",
    R"(  [ true , false , null , "" , { } , [ ] ]  )",
    R"({"a":{"b":{"c":[[[{}]]]}},"d":"\\\/\b\f\n\r\t"})",
    "[\"caf\xc3\xa9\",\"\xe2\x82\xac\",\"\xf0\x9f\x98\x80\"]",
};

// Bytes that mean something to JSON or to UTF-8: chance alone would hardly ever write them.
std::string random_piece(Random& random) {
    static const std::vector<std::string> pieces = {
        "{",      "}",   "[",  "]",  ",",    ":",    "\"",    "\\",           "/",        "0",       "1",       "-",    "+",    ".",  "e",
        "E",      " ",   "\n", "\t", "\r",   "true", "false", "null",         "\\u",      "\\ud83d", "\\ude00", "\\n",  "\"\"", "[]", "{}",
        "\"a\":", "1e5", "u",  "x",  "\x80", "\xc3", "\xa9",  "\xed\xa0\x80", "\xf0\x9f", "\xff",    "\x01",    "\x7f", "\x1f"};
    if (random.below(8) == 0) return std::string(1, static_cast<char>(random.below(256)));
    return pieces[random.below(pieces.size())];
}

std::string mutated(Random& random) {
    std::string text = seeds[random.below(seeds.size())];
    const std::uint64_t edits = 1 + random.below(3);
    for (std::uint64_t edit = 0; edit < edits; ++edit) {
        const std::size_t at = random.below(text.size() + 1);
        switch (random.below(4)) {
            case 0: text.insert(at, random_piece(random)); break;
            case 1: text.erase(at, 1 + random.below(3)); break;
            case 2: text.replace(at, 1, random_piece(random)); break;
            default: text.insert(at, text.substr(random.below(text.size() + 1), random.below(20)));
        }
    }
    return text;
}

// simdjson refuses integers past 64 bits and numbers past the range of a double; we keep them as text.
bool has_number_past_64_bits(const Document& document) {
    for (std::uint32_t node = 0; node < document.nodes().size(); ++node) {
        const Value value(document, node);
        if (!value.is(Kind::number)) continue;
        if (!value.number()) return true;
        const bool is_integer = value.raw().find_first_of(".eE") == std::string_view::npos;
        if (is_integer && std::abs(*value.number()) >= 9.2e18) return true;
    }
    return false;
}

// simdjson 3.0 lets the second half of a surrogate pair stand alone. Read leniently, the text must then be JSON but for
// what simdjson does not look at.
bool is_refused_for_surrogates_only(std::string_view text) {
    Document document;
    const ParseError error = document.parse(text, {.allow_lone_surrogates = true});
    return !error || error.fault == ParseFault::duplicate_key || error.fault == ParseFault::too_deep;
}

bool expected_difference(const ParseError& error, const Document& document, std::string_view text) {
    switch (error.fault) {
        case ParseFault::duplicate_key:  // simdjson does not look
        case ParseFault::too_deep:       // our limit is lower
            return true;
        case ParseFault::bad_escape: return is_refused_for_surrogates_only(text);
        case ParseFault::none: return has_number_past_64_bits(document);
        default: return false;
    }
}

TEST(Parser, agrees_with_simdjson_on_mutated_texts) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    Document document;
    simdjson::dom::parser oracle;
    int accepted = 0;
    int refused = 0;
    int excused = 0;
    for (int round = 0; round < 300'000; ++round) {
        const std::string text = mutated(random);
        const ParseError error = document.parse(text);
        const bool oracle_accepts = oracle.parse(text).error() == simdjson::SUCCESS;
        if (oracle_accepts == !error) {
            ++(error ? refused : accepted);
            continue;
        }
        ASSERT_TRUE(expected_difference(error, document, text)) << text << "\nours: " << describe(error);
        ++excused;
    }
    // The mutations must try both sides, and the excuses must stay the exception.
    EXPECT_GT(accepted, 10'000);
    EXPECT_GT(refused, 100'000);
    EXPECT_LT(excused, 10'000);
}

}  // namespace
}  // namespace parley::json
