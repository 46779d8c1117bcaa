// What a hostile text can cost. Work is counted in looks ahead, so no clock is needed: when the text doubles, so may the looks, and
// no more.
#include <gtest/gtest.h>

#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"

namespace parley::postprocess::json_repair {
namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
}

/// Texts that keep every look busy.
std::vector<std::string> hostile_texts(std::size_t bytes) {
    std::vector<std::string> texts;
    for (const std::string_view piece :
         {"\"", "\",\"", "\" , ", "\"a\", ", ",",  ", \"", "}",  "]",  "}, ", "\\",      "\\\"",         "\\u",      ":",     ": ",   "'",
          "\n", "\n\"",  " ",     "/",       "/*", "//",   "#",  "`",  "```", "...",     "x ",           "x,",       "x, y ", "-",    "1 ",
          "1,", "1,000", "tru ",  "(",       ")",  "{ ",   "[ ", "a(", "+",   "\" + \"", "\xe2\x80\x9c", "\xe2\x80", "\xff",  "\" }", "\"]",
          "<",  "\" a: "}) {
        for (const std::string_view begin : {"", "{\"a\": \"", "[\"", "{\"a\": x", "{\"", "{a", "{\"a\": ", "[1", "prose "})
            texts.push_back(std::string(begin) + repeated(piece, bytes));
    }
    return texts;
}

std::size_t looks_for(std::string_view text) {
    std::string out;
    Mender mender(Mender::Roots::structures);
    while (mender.run(text, true, out) == Mender::State::written) mender.restart();
    return mender.looked();
}

TEST(RepairBounds, twice_the_text_is_at_most_twice_the_work) {
    const std::vector<std::string> small = hostile_texts(8'000);
    const std::vector<std::string> large = hostile_texts(16'000);
    for (std::size_t i = 0; i < small.size(); ++i) {
        const std::size_t before = looks_for(small[i]);
        EXPECT_LE(looks_for(large[i]), before * 2 + before / 10 + 2'000) << small[i].substr(0, 40);
    }
}

TEST(RepairBounds, no_byte_is_looked_at_more_often_than_a_look_is_long) {
    for (const std::string& text : hostile_texts(8'000)) EXPECT_LE(looks_for(text), text.size() * 4 * lookahead_max) << text.substr(0, 40);
}

TEST(RepairBounds, what_comes_out_is_bounded_by_what_went_in) {
    for (const std::string& text : hostile_texts(8'000)) {
        const Repair mended = repair(text);
        EXPECT_LE(mended.text.size(), text.size() * 8 + 64) << text.substr(0, 40);
        EXPECT_LE(mended.mends.first().size(), Mends::kept_max);
    }
}

TEST(RepairBounds, a_stream_holds_back_little_whatever_comes) {
    for (const std::string& text : hostile_texts(2'000)) {
        StreamRepair repair;
        std::string out;
        for (std::size_t at = 0; at < text.size(); at += 3) {
            repair.feed(std::string_view(text).substr(at, 3), out);
            ASSERT_LE(repair.held_bytes(), held_bytes_max) << text.substr(0, 40);
        }
    }
}

TEST(RepairBounds, depth_has_a_limit_and_beyond_it_an_error) {
    const std::string deepest(depth_max, '[');
    EXPECT_TRUE(repair(deepest));
    EXPECT_EQ(repair(deepest + '[').fault, RepairFault::too_deep);
    EXPECT_EQ(repair(deepest + '[' + std::string(depth_max + 1, ']')).fault, RepairFault::too_deep);
    EXPECT_EQ(repair(repeated("{\"a\":", 100'000)).fault, RepairFault::too_deep);

    StreamRepair stream;
    std::string out;
    stream.feed(repeated("[", 100'000), out);
    EXPECT_EQ(stream.finish(out), RepairFault::too_deep);
}

TEST(RepairBounds, a_stream_gives_each_byte_as_soon_as_it_is_certain) {
    StreamRepair repair;
    std::string out;
    repair.feed(R"({"say": "Good morn)", out);
    EXPECT_EQ(out, R"({"say": "Good morn)");
    repair.feed("ing, Ann", out);
    EXPECT_EQ(out, R"({"say": "Good morning, Ann)");
    repair.feed(R"(", "n": 1)", out);
    EXPECT_EQ(out, R"({"say": "Good morning, Ann", "n": )");
    repair.feed(", ", out);
    EXPECT_EQ(out, R"({"say": "Good morning, Ann", "n": 1)");
    repair.feed("}", out);
    EXPECT_EQ(out, R"({"say": "Good morning, Ann", "n": 1)");
    EXPECT_FALSE(repair.finish(out));
    EXPECT_EQ(out, R"({"say": "Good morning, Ann", "n": 1 })");
}

}  // namespace
}  // namespace parley::postprocess::json_repair
