// What RFC 8259 allows, section by section: each text must parse, and its root must be the whole of it but white space.
#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace parley::json {
namespace {

using namespace std::string_view_literals;

void expect_accepted(const std::vector<std::string_view>& texts) {
    Document document;
    for (const std::string_view text : texts) {
        const ParseError error = document.parse(text);
        EXPECT_FALSE(error) << text << ": " << describe(error);
        if (error) continue;
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        const std::size_t last = text.find_last_not_of(" \t\r\n");
        EXPECT_EQ(document.root().raw(), text.substr(first, last - first + 1));
        EXPECT_LE(document.nodes().size(), (text.size() + 1) / 2) << text;
    }
}

TEST(AcceptedText, white_space_of_section_2) {
    expect_accepted({
        " 1",
        "1 ",
        "\t1",
        "\n1\n",
        "\r1\r",
        "\r\n1\r\n",
        " \t\r\n null \t\r\n ",
        "[ ]",
        "[\n]",
        "{ }",
        "{\r\n}",
        "[ 1 , 2 ]",
        "[\t1\t,\t2\t]",
        "[1\n,\n2]",
        R"({ "a" : 1 , "b" : 2 })",
        "{\n\"a\"\n:\n1\n}",
        "{\"a\"\r:\r1}",
        "                                                                 0",
        "[                                                                 ]",
    });
}

TEST(AcceptedText, every_value_of_section_3_may_stand_alone) {
    expect_accepted({"null", "true", "false", "0", "-1", "\"\"", "\"a\"", "[]", "{}"});
}

TEST(AcceptedText, every_value_of_section_3_may_stand_in_an_array_and_in_an_object) {
    expect_accepted({
        "[null]",
        "[true]",
        "[false]",
        "[0]",
        R"([""])",
        "[[]]",
        "[{}]",
        R"({"a":null})",
        R"({"a":true})",
        R"({"a":false})",
        R"({"a":0})",
        R"({"a":""})",
        R"({"a":[]})",
        R"({"a":{}})",
        "[null,true,false,0,\"\",[],{}]",
        R"({"a":null,"b":true,"c":false,"d":0,"e":"","f":[],"g":{}})",
    });
}

TEST(AcceptedText, objects_of_section_4) {
    expect_accepted({
        R"({"":0})",
        R"({"":{"":{"":0}}})",
        R"({"a":1,"A":2})",
        R"({"a":{"a":{"a":1}}})",
        R"([{"a":1},{"a":1}])",
        R"({"a":[{"a":1},{"a":2}],"b":{"a":1,"b":2}})",
        R"({"a b":1,"a\tb":2,"a\nb":3})",
        R"({"null":null,"true":true})",
        R"({"__proto__":1,"constructor":2,"toString":3})",
        R"({"a\"b":1})",
        R"({"\u0061":1,"b":2})",
        "{\"\xc3\xa9\":1,\"e\xcc\x81\":2}",  // composed and decomposed: other code points, other keys (section 8.3)
        R"({"1":1,"01":2,"1.0":3})",
        "{\"a\\u0000b\":1,\"a\":2}",
    });
}

TEST(AcceptedText, arrays_of_section_5) {
    expect_accepted({
        "[1]",
        "[1,1,1]",
        "[[],[]]",
        "[[[[]]],[]]",
        "[[1,[2,[3]]],4]",
        "[{},{},{}]",
        R"(["a","a"])",
        R"([1,"1",[1],{"1":1}])",
    });
}

TEST(AcceptedText, numbers_of_section_6) {
    expect_accepted({
        "0",
        "-0",
        "1",
        "9",
        "10",
        "1234567890",
        "-1234567890",
        "0.0",
        "-0.0",
        "0.1",
        "1.5",
        "1.50",
        "10.01",
        "0.000000000000000000000000000000000001",
        "0e0",
        "0E0",
        "0e+0",
        "0E-0",
        "1e1",
        "1E1",
        "1e+1",
        "1e-1",
        "1e01",
        "1e00",
        "1.5e10",
        "-1.5E-10",
        "1e999",
        "-1e999",
        "1e-999",
        "1e99999999999999999999999",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "[-0,0.5,1e5]",
        R"({"a":1e5})",
    });
}

TEST(AcceptedText, strings_of_section_7) {
    expect_accepted({
        R"(" ")",
        R"("\"")",
        R"("\\")",
        R"("\/")",
        R"("/")",
        R"("\b\f\n\r\t")",
        R"("\\\\")",
        R"("\\\"")",
        R"("\\n")",
        R"("\u0000")",
        R"("\u001f")",
        R"("\u0020")",
        R"("\u0041")",
        R"("\u00e9")",
        R"("\u00E9")",
        R"("\uabCD")",
        R"("\uFFFF")",
        R"("\ufdd0")",
        R"("\ud83d\ude00")",
        R"("\uD83D\uDE00")",
        R"("\ud800\udc00")",
        R"("\udbff\udfff")",
        R"("\ud7ff")",
        R"("\ue000")",
        R"("\u00410")",
        R"("\ud83d\ude00\ud83d\ude00")",
        "\"\x7f\"",
        "\"'\"",
        "\"{}[],:\"",
        "\"// no comment\"",
        "\"/* none */\"",
        "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"",
        R"("0123456789abcdef0123456789abcdef0123456789abcdef\n0123456789abcdef0123456789abcdef")",
    });
}

TEST(AcceptedText, utf8_of_section_8) {
    expect_accepted({
        "\"\xc2\x80\"",          // U+0080, the first of two bytes
        "\"\xc3\xa9\"",          // U+00E9
        "\"\xdf\xbf\"",          // U+07FF, the last of two bytes
        "\"\xe0\xa0\x80\"",      // U+0800, the first of three bytes
        "\"\xe2\x80\xa8\"",      // U+2028: JavaScript's trouble, not JSON's
        "\"\xe2\x82\xac\"",      // U+20AC
        "\"\xed\x9f\xbf\"",      // U+D7FF, below the surrogates
        "\"\xee\x80\x80\"",      // U+E000, above the surrogates
        "\"\xef\xbb\xbf\"",      // U+FEFF inside a string is a character like any other
        "\"\xef\xbf\xbf\"",      // U+FFFF, a noncharacter
        "\"\xf0\x90\x80\x80\"",  // U+10000, the first of four bytes
        "\"\xf0\x9f\x98\x80\"",  // U+1F600
        "\"\xf4\x8f\xbf\xbf\"",  // U+10FFFF, the last
        "{\"\xc3\xa9\":\"\xc3\xa9\"}",
        "[\"\xc3\xa9\",\"0123456789abcdef0123456789abcdef\",\"\xf0\x9f\x98\x80\"]",
    });
}

TEST(AcceptedText, may_be_cut_out_of_a_larger_buffer) {
    const std::string_view buffer = "xxx{\"a\":[1,2]}xxx"sv;
    Document document;
    ASSERT_FALSE(document.parse(buffer.substr(3, 11)));
    EXPECT_EQ(document.root().raw(), "{\"a\":[1,2]}");
}

}  // namespace
}  // namespace parley::json
