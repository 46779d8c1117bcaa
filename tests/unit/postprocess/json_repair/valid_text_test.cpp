// Text that is JSON is nobody's to change.
#include <gtest/gtest.h>

#include <random>

#include "postprocess/json_repair/lookahead.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"
#include "postprocess/json_repair/valid_json.hpp"
#include "unit/postprocess/json_repair/case.hpp"

namespace parley::postprocess::json_repair {
namespace {

const std::vector<std::string> valid_texts = {
    "{}",
    "[]",
    " [ ] ",
    "null",
    "true",
    "-0",
    "1.5e-7",
    "\"\"",
    "\"x\"",
    " {\"a\" : [ 1 , 2 ] }\n",
    "123456789012345678901234567890",
    "1E400",
    R"({"a":"b, \"c\": d","e":"} ] \" , \" :"})",
    R"(["a","b\\","\\\"","\u00e9\ud83d\ude00"])",
    R"(["Say "," to separate"])",
    R"({"code":"if (x) { return \"y\"; } // z","n":[[],{},[{}]]})",
    R"({"text":"He said: \"Yes, I will\", and left."})",
    R"(["```json","/* x */","# y","..."])",
    R"({"“smart”":"‘quotes’ stay, \"so\" do “others”, ”"})",
    R"({"'":"'","`":"`","it's":"o'clock"})",
    R"({"a: b":"c","d, \"e":": "})",
    "[\"\\ud800\"]",
    R"({"a":"x } // y\" } ]","b":"\"# z\" /* } */","c":"see /* \"d\": 1"})",
    R"(["\", \"a\": 1","}, {\"b\": ","``` ","\\"])",
    R"({"a":"x', 'b': 1","c":"y', \"d\": 2"})",
    R"({"a":"“x”, “b”: 1", "c":"it's '}"})",
    R"(["'", "', '", "”, \"k\": "])",
    R"({"a":{"b":[{"c":"}"},{"d":"]"}]},"e":"tru","f":"None, NaN"})",
    "[1,\n\t2,\r\n 3]",
    R"({"":""})",
    "\"{\\\"a\\\": 1,}\"",
    "[true,false,null,0,-1,0.5]",
};

TEST(ValidText, comes_back_byte_for_byte_and_unmended) {
    for (const std::string& text : valid_texts) {
        EXPECT_TRUE(is_json(text)) << text;
        const Repair mended = repair(text);
        EXPECT_EQ(mended.text, text);
        EXPECT_EQ(mended.mends.size(), 0u) << text;
    }
}

TEST(ValidText, that_is_streamed_means_the_same_at_every_split) {
    for (const std::string& text : valid_texts) {
        if (text.find("\\ud800") != std::string::npos || text == "1E400") continue;  // nlohmann takes neither
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            StreamRepair repair;
            std::string out;
            repair.feed(std::string_view(text).substr(0, cut), out);
            repair.feed(std::string_view(text).substr(cut), out);
            EXPECT_FALSE(repair.finish(out)) << text;
            EXPECT_EQ(value_of(out), value_of(text)) << text << "\n" << out;
        }
    }
}

TEST(ValidText, of_whatever_was_mended_streams_through_unchanged) {
    for (const Case& one : read_cases()) {
        const Repair mended = repair(one.broken);
        if (!mended) continue;
        StreamRepair again;
        std::string out;
        again.feed(mended.text, out);
        EXPECT_FALSE(again.finish(out)) << mended.text;
        EXPECT_EQ(value_of(out), value_of(mended.text)) << mended.text << "\n" << out;
    }
}

// Its quote may be the last byte of a look, and its colon the first beyond it.
TEST(ValidText, with_a_colon_inside_a_key_of_any_length_streams_through) {
    for (std::size_t length = 0; length < 2 * lookahead_max; ++length) {
        const std::string text = R"([{"a : 1], )" + std::string(length, 'x') + R"(": 0}])";
        StreamRepair repair;
        std::string out;
        repair.feed(text, out);
        ASSERT_FALSE(repair.finish(out));
        ASSERT_EQ(out, text) << length;
    }
}

TEST(ValidText, longer_than_any_look_streams_through) {
    const std::string word(1'000, 'x');
    const std::string digits(500, '7');
    for (const std::string& text :
         {"\"" + word + "\"", "[\"" + word + "\",\"" + word + "\"]", "{\"" + word + "\":\"" + word + "\"}",
          "[" + digits + ",0." + digits + "]", digits, "{\"a\":" + digits + "}", "[1," + std::string(900, ' ') + "2]"}) {
        StreamRepair repair;
        std::string out;
        for (const char byte : text) {
            repair.feed(std::string_view(&byte, 1), out);
            ASSERT_LE(repair.held_bytes(), held_bytes_max);
        }
        EXPECT_FALSE(repair.finish(out)) << text.substr(0, 20);
        EXPECT_EQ(out == text, text.find("  ") == std::string::npos);
        EXPECT_TRUE(is_json(out));
    }
}

TEST(StrictCheck, refuses_what_rfc_8259_refuses) {
    for (const std::string_view text : {"",         " ",        "{",         "[1,]",         "{\"a\":1,}",
                                        "{a:1}",    "{'a':1}",  "[1 2]",     "01",           "1.",
                                        ".5",       "+1",       "1e",        "tru",          "nul",
                                        "\"",       "\"\\q\"",  "\"\\u12\"", "[1]x",         "{\"a\"}",
                                        "{\"a\":}", "\"\x01\"", "\"\xff\"",  "\"\xc0\x80\"", "\"\xed\xa0\x80\"",
                                        "[}",       "{]",       "]",         "1 2",          "\xef\xbb\xbf[]"}) {
        EXPECT_FALSE(is_json(text)) << text;
    }
}

TEST(StrictCheck, finds_the_mistake_wherever_a_block_of_sixteen_begins) {
    for (std::size_t before = 0; before < 40; ++before) {
        const std::string text = "\"" + std::string(before, 'x');
        EXPECT_TRUE(is_json(text + "\"")) << before;
        EXPECT_TRUE(is_json(text + "\xc3\xa9\"")) << before;
        EXPECT_TRUE(is_json(text + "\\n\"")) << before;
        EXPECT_FALSE(is_json(text + "\n\"")) << before;
        EXPECT_FALSE(is_json(text + "\xc3\"")) << before;
        EXPECT_FALSE(is_json(text + "\\\"")) << before;
        EXPECT_FALSE(is_json(text)) << before;
    }
}

}  // namespace
}  // namespace parley::postprocess::json_repair
