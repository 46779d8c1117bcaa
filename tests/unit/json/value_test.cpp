// Typed reads and iteration: what a Value says about its bytes.
#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "json/document.hpp"

namespace parley::json {
namespace {

static_assert(std::forward_iterator<Value::Elements::Iterator>);
static_assert(std::forward_iterator<Value::Members::Iterator>);
static_assert(sizeof(Value) == 2 * sizeof(void*));

// A text and its document, for tests that look at one value.
class Parsed {
  public:
    explicit Parsed(std::string text, const ParseOptions& options = {}) : text_(std::move(text)) {
        const ParseError error = document_.parse(text_, options);
        EXPECT_FALSE(error) << text_ << ": " << describe(error);
    }
    Parsed(const Parsed&) = delete;
    Value operator*() const { return document_.root(); }
    Value root() const { return document_.root(); }

  private:
    std::string text_;
    Document document_;
};

TEST(Value, knows_its_kind) {
    EXPECT_EQ(Parsed("null").root().kind(), Kind::null);
    EXPECT_EQ(Parsed("true").root().kind(), Kind::boolean);
    EXPECT_EQ(Parsed("false").root().kind(), Kind::boolean);
    EXPECT_EQ(Parsed("0").root().kind(), Kind::number);
    EXPECT_EQ(Parsed("-1").root().kind(), Kind::number);
    EXPECT_EQ(Parsed("\"\"").root().kind(), Kind::string);
    EXPECT_EQ(Parsed("[]").root().kind(), Kind::array);
    EXPECT_EQ(Parsed("{}").root().kind(), Kind::object);
}

TEST(Value, that_is_absent_fails_every_read) {
    const Value absent;
    EXPECT_FALSE(absent);
    EXPECT_TRUE(absent.is_missing());
    EXPECT_FALSE(absent.is_null());
    EXPECT_FALSE(absent.is(Kind::null));
    EXPECT_EQ(absent.raw(), "");
    EXPECT_EQ(absent.escaped(), "");
    EXPECT_EQ(absent.string(), "");
    EXPECT_FALSE(absent.has_escapes());
    EXPECT_FALSE(absent.equals(""));
    EXPECT_EQ(absent.boolean(), std::nullopt);
    EXPECT_EQ(absent.integer(), std::nullopt);
    EXPECT_EQ(absent.number(), std::nullopt);
    EXPECT_EQ(absent.size(), 0u);
    EXPECT_FALSE(absent.find("a"));
    EXPECT_EQ(absent.elements().begin(), absent.elements().end());
    EXPECT_EQ(absent.members().begin(), absent.members().end());
}

TEST(Value, of_null_is_missing_but_there) {
    const Parsed parsed(R"({"stop":null})");
    EXPECT_TRUE((*parsed).find("stop"));
    EXPECT_TRUE((*parsed).find("stop").is_null());
    EXPECT_TRUE((*parsed).find("stop").is_missing());
    EXPECT_FALSE((*parsed).is_missing());
}

TEST(Value, of_the_wrong_kind_fails_the_read) {
    for (const std::string text : {"null", "true", "1", "[1]", R"({"a":1})"}) {
        const Parsed parsed(text);
        EXPECT_EQ((*parsed).string(), "");
        EXPECT_EQ((*parsed).escaped(), "");
        EXPECT_FALSE((*parsed).equals(text));
    }
    for (const std::string text : {"null", "1", "\"true\"", "[true]", "{}"}) {
        EXPECT_EQ(Parsed(text).root().boolean(), std::nullopt);
    }
    for (const std::string text : {"null", "true", "\"1\"", "[1]", R"({"1":1})"}) {
        EXPECT_EQ(Parsed(text).root().integer(), std::nullopt);
        EXPECT_EQ(Parsed(text).root().number(), std::nullopt);
    }
    for (const std::string text : {"null", "true", "1", R"("\n\n")"}) {
        const Parsed parsed(text);
        EXPECT_EQ((*parsed).size(), 0u);
        EXPECT_EQ((*parsed).elements().begin(), (*parsed).elements().end());
        EXPECT_FALSE((*parsed).find("a"));
    }
}

TEST(Value, knows_its_bytes_and_where_they_are) {
    const Parsed parsed(" {\"a\" : [1, 2.50 ], \"b\":\"x\\ny\"} ");
    EXPECT_EQ((*parsed).raw(), "{\"a\" : [1, 2.50 ], \"b\":\"x\\ny\"}");
    EXPECT_EQ((*parsed).begin(), 1u);
    EXPECT_EQ((*parsed).find("a").raw(), "[1, 2.50 ]");
    EXPECT_EQ((*parsed).find("a").begin(), 8u);
    EXPECT_EQ((*parsed).find("a").end(), 18u);
    EXPECT_EQ((*parsed).find("b").raw(), "\"x\\ny\"");
    EXPECT_EQ((*parsed).find("b").escaped(), "x\\ny");
}

TEST(Value, reads_booleans) {
    EXPECT_EQ(Parsed("true").root().boolean(), true);
    EXPECT_EQ(Parsed("false").root().boolean(), false);
}

TEST(Value, reads_integers_exactly_or_not_at_all) {
    struct Row {
        std::string text;
        std::optional<std::int64_t> integer;
    };
    const std::vector<Row> rows = {
        {"0", 0},
        {"-0", 0},
        {"1", 1},
        {"-1", -1},
        {"9007199254740993", 9007199254740993},  // 2^53 + 1: a double would round it
        {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
        {"9223372036854775808", std::nullopt},
        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
        {"-9223372036854775809", std::nullopt},
        {"99999999999999999999999", std::nullopt},
        {"1.0", std::nullopt},
        {"1e3", std::nullopt},
        {"1E0", std::nullopt},
    };
    for (const auto& [text, integer] : rows) EXPECT_EQ(Parsed(text).root().integer(), integer) << text;
}

TEST(Value, reads_numbers_as_the_nearest_double) {
    struct Row {
        std::string text;
        std::optional<double> number;
    };
    const std::vector<Row> rows = {
        {"0", 0.0},
        {"1", 1.0},
        {"-1.5", -1.5},
        {"0.1", 0.1},
        {"1e3", 1000.0},
        {"1E-3", 0.001},
        {"1.7976931348623157e308", std::numeric_limits<double>::max()},
        {"1.7976931348623159e308", std::nullopt},
        {"1e999", std::nullopt},
        {"-1e999", std::nullopt},
        {"1e99999999999999999999", std::nullopt},
        {"4.9e-324", std::numeric_limits<double>::denorm_min()},
        {"1e-999", 0.0},
        {"1e-99999999999999999999", 0.0},
        {"0e999", 0.0},
        {"9007199254740993", 9007199254740992.0},
    };
    for (const auto& [text, number] : rows) EXPECT_EQ(Parsed(text).root().number(), number) << text;
    EXPECT_TRUE(std::signbit(*Parsed("-0.0").root().number()));
    EXPECT_TRUE(std::signbit(*Parsed("-1e-999").root().number()));
    // An exponent of either sign can be outweighed by its digits.
    EXPECT_EQ(Parsed("0." + std::string(400, '0') + "1e401").root().number(), 1.0);
    EXPECT_EQ(Parsed("1" + std::string(400, '0') + "e-400").root().number(), 1.0);
}

TEST(Value, keeps_the_digits_of_every_number) {
    const std::string digits = "123456789012345678901234567890.10";
    EXPECT_EQ(Parsed(digits).root().raw(), digits);
}

TEST(Value, reads_strings_unescaped) {
    struct Row {
        std::string text;
        std::string string;
    };
    const std::vector<Row> rows = {
        {R"("")", ""},
        {R"("plain")", "plain"},
        {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
        {R"("a\nb")", "a\nb"},
        {R"("\n")", "\n"},
        {R"("\u0041\u005a")", "AZ"},
        {R"("\u007f\u0080\u07ff\u0800\uffff")", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"},
        {R"("\ud800\udc00\uDBFF\uDFFF")", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
        {R"("x\ud83d\ude00y")", "x\xf0\x9f\x98\x80y"},
        {R"("a\u0000b")", std::string("a\0b", 3)},
        {R"("\\u0041")", "\\u0041"},
    };
    for (const auto& [text, string] : rows) {
        const Parsed parsed(text);
        EXPECT_EQ((*parsed).string(), string) << text;
        EXPECT_TRUE((*parsed).equals(string)) << text;
        EXPECT_FALSE((*parsed).equals(string + "x")) << text;
        EXPECT_FALSE((*parsed).equals("x" + string)) << text;
        if (!string.empty()) {
            EXPECT_FALSE((*parsed).equals(string.substr(1))) << text;
            EXPECT_FALSE((*parsed).equals(string.substr(0, string.size() - 1))) << text;
        }
        EXPECT_EQ((*parsed).has_escapes(), text.find('\\') != std::string::npos) << text;
    }
}

TEST(Value, reads_a_lone_surrogate_as_the_replacement_character_where_that_is_allowed) {
    const ParseOptions options{.allow_lone_surrogates = true};
    const std::string unknown = "\xef\xbf\xbd";
    EXPECT_EQ(Parsed(R"("\ud83d")", options).root().string(), unknown);
    EXPECT_EQ(Parsed(R"("a\ude00b")", options).root().string(), "a" + unknown + "b");
    EXPECT_EQ(Parsed(R"("\ud83d\ud83d\ude00")", options).root().string(), unknown + "\xf0\x9f\x98\x80");
    EXPECT_EQ(Parsed(R"("\ud83d\u0041")", options).root().string(), unknown + "A");
    EXPECT_TRUE(Parsed(R"("\udc00")", options).root().equals(unknown));
    Document document;
    EXPECT_EQ(document.parse(R"("\ud83d\u12")", options), (ParseError{ParseFault::bad_escape, 7}));
}

TEST(Value, finds_members_by_their_unescaped_names) {
    const Parsed parsed(R"({"a":1,"\u0062":2,"c":{"a":3},"":4})");
    EXPECT_EQ((*parsed).find("a").integer(), 1);
    EXPECT_EQ((*parsed).find("b").integer(), 2);
    EXPECT_EQ((*parsed).find("c").find("a").integer(), 3);
    EXPECT_EQ((*parsed).find("").integer(), 4);
    EXPECT_FALSE((*parsed).find("A"));
    EXPECT_FALSE((*parsed).find("\\u0062"));
    EXPECT_FALSE((*parsed).find("d").find("a"));
}

TEST(Elements, come_in_order_and_skip_what_is_inside_them) {
    const Parsed parsed(R"([1,[2,[3]],{"a":[4]},"x",[],null])");
    std::vector<std::string> seen;
    for (const Value element : (*parsed).elements()) seen.emplace_back(element.raw());
    EXPECT_EQ(seen, (std::vector<std::string>{"1", "[2,[3]]", R"({"a":[4]})", R"("x")", "[]", "null"}));
    EXPECT_EQ((*parsed).size(), 6u);
    EXPECT_EQ(std::distance((*parsed).elements().begin(), (*parsed).elements().end()), 6);
}

TEST(Elements, of_an_empty_array_are_none) {
    const Parsed parsed("[[],[]]");
    for (const Value element : (*parsed).elements()) {
        EXPECT_EQ(element.elements().begin(), element.elements().end());
        EXPECT_EQ(element.size(), 0u);
    }
}

TEST(Members, come_in_order_with_their_keys_and_places) {
    const std::string text = R"({"a": 1, "b":{"c":[{}]},"\n":[]})";
    const Parsed parsed(text);
    std::vector<std::string> keys;
    std::vector<std::string> values;
    std::vector<std::string> places;
    for (const Member member : (*parsed).members()) {
        keys.push_back(member.key.string());
        values.emplace_back(member.value.raw());
        places.push_back(text.substr(member.begin(), member.end() - member.begin()));
    }
    EXPECT_EQ(keys, (std::vector<std::string>{"a", "b", "\n"}));
    EXPECT_EQ(values, (std::vector<std::string>{"1", R"({"c":[{}]})", "[]"}));
    EXPECT_EQ(places, (std::vector<std::string>{R"("a": 1)", R"("b":{"c":[{}]})", R"("\n":[])"}));
    EXPECT_EQ((*parsed).size(), 3u);
}

TEST(Members, of_an_array_and_elements_of_an_object_are_none) {
    const Parsed array("[1]");
    EXPECT_EQ((*array).members().begin(), (*array).members().end());
    const Parsed object(R"({"a":1})");
    EXPECT_EQ((*object).elements().begin(), (*object).elements().end());
}

}  // namespace
}  // namespace parley::json
