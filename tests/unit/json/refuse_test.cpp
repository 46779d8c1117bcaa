// What RFC 8259 does not allow, section by section, with the fault and the byte it is noticed at.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace parley::json {
namespace {

using namespace std::string_view_literals;

struct Refused {
    std::string_view text;
    std::size_t offset;
};

void expect_refused(ParseFault fault, const std::vector<Refused>& rows) {
    Document document;
    for (const Refused& row : rows) {
        // A copy of exactly this size, so that the sanitizer sees a read past the end.
        const std::vector<char> exact(row.text.begin(), row.text.end());
        const ParseError error = document.parse({exact.data(), exact.size()});
        EXPECT_EQ(error, (ParseError{fault, row.offset})) << row.text << ": " << describe(error);
        EXPECT_TRUE(document.nodes().empty());
    }
}

TEST(RefusedText, holds_no_value) { expect_refused(ParseFault::empty, {{"", 0}, {" ", 1}, {"\n\t \r", 4}}); }

TEST(RefusedText, is_cut_short) {
    expect_refused(ParseFault::grammar, {
                                            {"[", 1},
                                            {"{", 1},
                                            {"[[", 2},
                                            {"[1", 2},
                                            {"[1,", 3},
                                            {"[1, ", 4},
                                            {"[[]", 3},
                                            {"[{}", 3},
                                            {"[{", 2},
                                            {R"({")", 2},
                                            {R"({"a)", 3},
                                            {R"({"a")", 4},
                                            {R"({"a":)", 5},
                                            {R"({"a": )", 6},
                                            {R"({"a":1)", 6},
                                            {R"({"a":1,)", 7},
                                            {R"({"a":1,"b)", 9},
                                            {R"({"a":[)", 6},
                                            {R"({"a":[])", 7},
                                            {R"({"a":{})", 7},
                                            {R"({"a":tru)", 5},
                                            {"\"", 1},
                                            {"\"a", 2},
                                            {"\"\\\"", 3},
                                            {"\"0123456789abcdef", 17},
                                            {"\"0123456789abcdef0123456789abcdef", 33},
                                            {"t", 0},
                                            {"tru", 0},
                                            {"fals", 0},
                                            {"nul", 0},
                                            {"-", 1},
                                            {"1.", 2},
                                            {"1e", 2},
                                            {"1e+", 3},
                                            {"1e-", 3},
                                        });
}

TEST(RefusedText, has_its_commas_wrong) {
    expect_refused(ParseFault::grammar, {
                                            {",", 0},
                                            {"[,]", 1},
                                            {"[,1]", 1},
                                            {"[1,]", 3},
                                            {"[1,,2]", 3},
                                            {"[1,2,]", 5},
                                            {"[1 2]", 3},
                                            {"[[] []]", 4},
                                            {R"(["a" "b"])", 5},
                                            {R"(["a""b"])", 4},
                                            {"[1;2]", 2},
                                            {"[1:2]", 2},
                                            {"{,}", 1},
                                            {R"({,"a":1})", 1},
                                            {R"({"a":1,})", 7},
                                            {R"({"a":1,,"b":2})", 7},
                                            {R"({"a":1 "b":2})", 7},
                                            {R"({"a":1;"b":2})", 6},
                                            {R"({"a":1:"b":2})", 6},
                                            {R"({"a":1,"b"})", 10},
                                            {R"({"a":1,"b":})", 11},
                                        });
}

TEST(RefusedText, has_its_brackets_wrong) {
    expect_refused(ParseFault::grammar, {
                                            {"]", 0},
                                            {"}", 0},
                                            {"[}", 1},
                                            {"{]", 1},
                                            {"[1}", 2},
                                            {R"({"a":1])", 6},
                                            {"[[1]}", 4},
                                            {R"([{"a":1]])", 7},
                                            {"(1)", 0},
                                            {"<1>", 0},
                                        });
}

TEST(RefusedText, has_a_member_without_key_colon_or_value) {
    expect_refused(
        ParseFault::grammar,
        {
            {"{1}", 1},         {"{1:1}", 1},     {"{a:1}", 1},      {"{'a':1}", 1},          {"{null:1}", 1},       {"{[]:1}", 1},
            {"{{}:1}", 1},      {"{:1}", 1},      {R"({"a"})", 4},   {R"({"a" 1})", 5},       {R"({"a",1})", 4},     {R"({"a"=1})", 4},
            {R"({"a"::1})", 5}, {R"({"a":})", 5}, {R"({"a":,})", 5}, {R"({"a":"b":"c"})", 8}, {R"({"a":1,b:2})", 7}, {R"({"a":1,2})", 7},
            {R"(["a":1])", 4},
        });
}

TEST(RefusedText, has_a_word_that_is_none_of_the_three) {
    expect_refused(
        ParseFault::grammar,
        {
            {"True", 0}, {"TRUE", 0},      {"tRue", 0}, {"trux", 0},        {"False", 0},    {"Null", 0},        {"NULL", 0},   {"nil", 0},
            {"None", 0}, {"undefined", 0}, {"NaN", 0},  {"nan", 0},         {"Infinity", 0}, {"-Infinity", 1},   {"-NaN", 1},   {"inf", 0},
            {"a", 0},    {"'a'", 0},       {"`a`", 0},  {"[truefalse]", 5}, {"[nullx]", 5},  {"[true\"a\"]", 5}, {"[True]", 1},
        });
}

TEST(RefusedText, has_a_number_not_of_section_6) {
    expect_refused(ParseFault::grammar, {
                                            {"+1", 0},       {"--1", 1},
                                            {"-+1", 1},      {"- 1", 1},
                                            {"-a", 1},       {".5", 0},
                                            {"-.5", 1},      {"1.e5", 2},
                                            {"1.a", 2},      {"[1.]", 3},
                                            {"[1.5.5]", 4},  {"[1e]", 3},
                                            {"[1e5e5]", 4},  {"[1e+-5]", 4},
                                            {"[1e5.5]", 4},  {"[1e ]", 3},
                                            {"[e5]", 1},     {"[01]", 2},
                                            {"[00]", 2},     {"[-01]", 3},
                                            {"[-00]", 3},    {"[01.5]", 2},
                                            {"[0x1]", 2},    {"[0b1]", 2},
                                            {"[0o7]", 2},    {"[1_000]", 2},
                                            {"[1,000.]", 4}, {"[1f]", 2},
                                            {"[1n]", 2},     {"[1-1]", 2},
                                            {"[1+1]", 2},    {"[$1]", 1},
                                            {"[1%]", 2},     {"[\xef\xbc\x91]", 1},  // U+FF11, a full-width one
                                            {"[1/2]", 2},
                                        });
}

TEST(RefusedText, has_a_control_character_in_a_string) {
    Document document;
    for (const std::size_t before : {0, 1, 14, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 200}) {
        for (char control = 0; control < 0x20; ++control) {
            const std::string text = '"' + std::string(before, 'x') + control + std::string(70, 'x') + '"';
            EXPECT_EQ(document.parse(text), (ParseError{ParseFault::grammar, before + 1}));
        }
    }
}

TEST(RefusedText, has_an_escape_not_of_section_7) {
    expect_refused(
        ParseFault::bad_escape,
        {
            {R"("\a")", 1},        {R"("\q")", 1},     {R"("\0")", 1},     {R"("\x41")", 1},   {R"("\'")", 1},      {R"("\v")", 1},
            {R"("\e")", 1},        {R"("\U0041")", 1}, {R"("\N")", 1},     {R"("\ ")", 1},     {"\"\\\n\"", 1},     {"\"\\\0\""sv, 1},
            {"\"\\\xc3\xa9\"", 1}, {"\"\\", 1},        {R"("\u")", 1},     {R"("\u1")", 1},    {R"("\u12")", 1},    {R"("\u123")", 1},
            {R"("\u123g")", 1},    {R"("\ug123")", 1}, {R"("\u 123")", 1}, {R"("\u+123")", 1}, {R"("\u-123")", 1},  {R"("\u0x41")", 1},
            {R"("\u{41}")", 1},    {R"("\u)", 1},      {R"("\u00)", 1},    {R"("\u004)", 1},   {R"("abc\n\z")", 6}, {R"({"\q":1})", 2},
            {R"({"a":"\q"})", 6},
        });
}

TEST(RefusedText, has_half_of_a_surrogate_pair) {
    expect_refused(ParseFault::bad_escape, {
                                               {R"("\ud800")", 1},
                                               {R"("\udbff")", 1},
                                               {R"("\udc00")", 1},
                                               {R"("\udfff")", 1},
                                               {R"("\ud83dx")", 1},
                                               {R"("\ud83d\n")", 1},
                                               {R"("\ud83d\u0041")", 1},
                                               {R"("\ud83d\ud83d")", 1},
                                               {R"("\ud83d\ud83d\ude00")", 1},
                                               {R"("\ude00\ud83d")", 1},
                                               {R"("\ud83d\ude00\ude00")", 13},
                                               {R"("\ud83d \ude00")", 1},
                                               {R"("\ud83d\u")", 1},
                                               {R"("\ud83d\ude0")", 1},
                                               {R"("\ud83d)", 1},
                                               {R"({"\ud800":1})", 2},
                                           });
}

TEST(RefusedText, has_bytes_that_are_not_utf8_in_a_string) {
    expect_refused(ParseFault::bad_utf8, {
                                             {"\"\x80\"", 1},  // a continuation byte alone
                                             {"\"\xbf\"", 1},
                                             {"\"a\xe9\"", 2},         // Latin-1
                                             {"\"\xc3\"", 1},          // cut after the first of two
                                             {"\"\xe2\x82\"", 1},      // after the second of three
                                             {"\"\xf0\x9f\x98\"", 1},  // after the third of four
                                             {"\"\xc3\xc3\xa9\"", 1},
                                             {"\"\xc3\xa9\xa9\"", 3},
                                             {"\"\xc0\x80\"", 1},  // overlong U+0000
                                             {"\"\xc0\xaf\"", 1},  // overlong slash
                                             {"\"\xc1\xbf\"", 1},
                                             {"\"\xe0\x80\xaf\"", 1},
                                             {"\"\xe0\x9f\xbf\"", 1},
                                             {"\"\xf0\x80\x80\xaf\"", 1},
                                             {"\"\xf0\x8f\xbf\xbf\"", 1},
                                             {"\"\xed\xa0\x80\"", 1},              // U+D800
                                             {"\"\xed\xbf\xbf\"", 1},              // U+DFFF
                                             {"\"\xed\xa0\xbd\xed\xb8\x80\"", 1},  // a surrogate pair, each in UTF-8
                                             {"\"\xf4\x90\x80\x80\"", 1},          // U+110000
                                             {"\"\xf5\x80\x80\x80\"", 1},
                                             {"\"\xf8\x88\x80\x80\x80\"", 1},
                                             {"\"\xfe\"", 1},
                                             {"\"\xff\"", 1},
                                             {"{\"\xff\":1}", 2},
                                             {"[\"\xc3\xa9\",\"\xc3\"]", 7},
                                             {"\"0123456789abcdef0123456789abcdef\xff\"", 33},
                                         });
}

TEST(RefusedText, has_bytes_outside_of_strings_that_json_does_not_know) {
    expect_refused(ParseFault::grammar, {
                                            {"\xef\xbb\xbf{}", 0},  // a byte order mark (section 8.1)
                                            {"\xef\xbb\xbf", 0},
                                            {"\xff\xfe[\0]\0"sv, 0},  // UTF-16
                                            {"\xfe\xff\0[\0]"sv, 0},
                                            {"[\0]\0"sv, 1},  // UTF-16 without a mark
                                            {"\0[\0]"sv, 0},
                                            {"\0"sv, 0},
                                            {"[\xe9]", 1},
                                            {"[1\xc2\xa0]", 2},      // a no-break space
                                            {"[1\xe2\x80\xa8]", 2},  // a line separator
                                            {"[\v1]", 1},
                                            {"[\f1]", 1},
                                            {"[\b1]", 1},
                                            {"[1\x7f]", 2},
                                            {"[1\x1b[0m]", 2},
                                            {"// c\n1", 0},
                                            {"/* c */ 1", 0},
                                            {"# c\n1", 0},
                                            {"[1 // c\n]", 3},
                                            {"[1 /* c */]", 3},
                                            {"\\u0031", 0},
                                            {"[\\n]", 1},
                                            {"*", 0},
                                            {"@", 0},
                                            {"...", 0},
                                        });
}

TEST(RefusedText, goes_on_after_its_value) {
    expect_refused(
        ParseFault::trailing_bytes,
        {
            {"1 1", 2},        {"01", 1},     {"1a", 1},   {"1,", 1},      {"truefalse", 4}, {"nulll", 4},         {"\"a\"x", 3},
            {"\"a\"\"b\"", 3}, {"[]]", 2},    {"[][]", 2}, {"{}}", 2},     {"{} {}", 3},     {"{}\n{}", 3},        {"[]x", 2},
            {"{}\0"sv, 2},     {"{}// c", 2}, {"{}#", 2},  {"[1],[2]", 3}, {"{},", 2},       {"1\xef\xbb\xbf", 1}, {"\"a\":1", 3},
        });
}

TEST(RefusedText, is_described_without_a_byte_of_it) {
    EXPECT_EQ(describe({ParseFault::grammar, 17}), "unexpected character or end of text at byte 17");
    EXPECT_EQ(describe({ParseFault::bad_utf8, 3}), "invalid UTF-8 at byte 3");
    EXPECT_EQ(describe({ParseFault::duplicate_key, 40}), "duplicate key at byte 40");
    EXPECT_EQ(describe({}), "no fault");
}

TEST(RefusedText, leaves_the_document_ready_for_the_next) {
    Document document;
    ASSERT_FALSE(document.parse("[1,2,3]"));
    ASSERT_TRUE(document.parse("[1,2,"));
    EXPECT_TRUE(document.text().empty());
    ASSERT_FALSE(document.parse("[4]"));
    EXPECT_EQ(document.root().size(), 1u);
}

}  // namespace
}  // namespace parley::json
