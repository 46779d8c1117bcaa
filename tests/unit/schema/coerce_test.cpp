#include "schema/coerce.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "schema/check.hpp"

namespace parley::schema {
namespace {

struct Row {
    std::string_view what;
    std::string_view schema;
    std::string_view value;
    std::string_view expected;  // empty: nothing is changed
};

constexpr std::string_view unchanged;

const Row rows[] = {
    {"a text that is an integer", R"({"type":"integer"})", R"("3")", "3"},
    {"a text that is a number", R"({"type":"number"})", R"(" -2.50 ")", "-2.50"},
    {"thirty digits", R"({"type":"integer"})", R"("123456789012345678901234567890")", "123456789012345678901234567890"},
    {"no integer", R"({"type":"integer"})", R"("3.5")", unchanged},
    {"no number of JSON's", R"({"type":"integer"})", R"("007")", unchanged},
    {"a number in words", R"({"type":"integer"})", R"("three")", unchanged},
    {"an empty text", R"({"type":"integer"})", R"("")", unchanged},
    {"a text that is a boolean", R"({"type":"boolean"})", R"("true")", "true"},
    {"as Python writes it", R"({"type":"boolean"})", R"("False")", "false"},
    {"a yes", R"({"type":"boolean"})", R"("yes")", unchanged},
    {"a one", R"({"type":"boolean"})", "1", unchanged},
    {"a text that is null", R"({"type":["integer","null"]})", R"("null")", "null"},
    {"a text where there may be texts", R"({"type":["integer","string"]})", R"("3")", unchanged},
    {"a text where there is no type", "{}", R"("3")", unchanged},
    {"a number that is wanted as a text", R"({"type":"string"})", "0.10", R"("0.10")"},
    {"a boolean that is wanted as a text", R"({"type":"string"})", "true", unchanged},
    {"a number where there may be numbers", R"({"type":["number","string"]})", "3", unchanged},
    {"an object in a text", R"({"type":"object","properties":{"n":{"type":"integer"}}})", R"("{\"n\": \"3\"}")", R"({"n":3})"},
    {"a list in a text", R"({"type":"array"})", R"("[1, 2]")", "[1, 2]"},
    {"a text with brackets", R"({"type":"object"})", R"("{n}")", unchanged},
    {"an object where a list of them is wanted", R"({"type":"array","items":{"type":"object"}})", R"({"a":1})", R"([{"a":1}])"},
    {"a number where a list of them is wanted", R"({"type":"array","items":{"type":"integer"}})", "3", "[3]"},
    {"one of the listed texts", R"({"type":"array","items":{"enum":["red","blue"]}})", R"("red")", R"(["red"])"},
    {"a text that may be two", R"({"type":"array","items":{"type":"string"}})", R"("red, blue")", unchanged},
    {"null where a list is wanted", R"({"type":"array"})", "null", unchanged},
    {"a list where one is wanted", R"({"type":"object"})", R"([{"a":1}])", unchanged},
    {"in a member", R"({"properties":{"a":{"type":"integer"},"b":{"type":"string"}}})", R"({"a":"1", "b":"1"})", R"({"a":1,"b":"1"})"},
    {"in an element", R"({"items":{"type":"boolean"}})", R"([true,"false"])", "[true,false]"},
    {"in the first elements", R"({"prefixItems":[{"type":"string"},{"type":"integer"}]})", R"(["1","2","3"])", R"(["1",2,"3"])"},
    {"in members of any name", R"({"additionalProperties":{"type":"integer"}})", R"({"x \" y":"1"})", R"({"x \" y":1})"},
    {"in members by pattern", R"({"patternProperties":{"^n":{"type":"integer"}}})", R"({"n1":"1","m":"1"})", R"({"n1":1,"m":"1"})"},
    {"behind a reference", R"({"$defs":{"n":{"type":"integer"}},"properties":{"a":{"$ref":"#/$defs/n"}}})", R"({"a":"1"})", R"({"a":1})"},
    {"in a schema of several", R"({"allOf":[{"properties":{"a":{"type":"integer"}}},{"properties":{"b":{"type":"integer"}}}]})",
     R"({"a":"1","b":"2"})", R"({"a":1,"b":2})"},
    {"into the choice that fits", R"({"anyOf":[{"type":"boolean"},{"type":"integer"}]})", R"("12")", "12"},
    {"a value that has a choice", R"({"anyOf":[{"type":"integer"},{"type":"string"}]})", R"("12")", unchanged},
    {"an optional one", R"({"properties":{"a":{"anyOf":[{"type":"integer","minimum":5},{"type":"null"}]}}})", R"({"a":"12"})",
     R"({"a":12})"},
    {"an optional one that breaks a rule", R"({"properties":{"a":{"anyOf":[{"type":"integer","minimum":50},{"type":"null"}]}}})",
     R"({"a":"12"})", unchanged},
    {"an unknown member", R"({"properties":{"a":{"type":"integer"}},"additionalProperties":false})", R"({"a":1,"note":"x"})", R"({"a":1})"},
    {"an unknown member within", R"({"properties":{"a":{"properties":{"b":true},"additionalProperties":false}}})",
     R"({"a":{"b":1,"c":2},"d":3})", R"({"a":{"b":1},"d":3})"},
    {"a member that a pattern allows", R"({"patternProperties":{"^x-":true},"additionalProperties":false})", R"({"x-a":1})", unchanged},
    {"nothing is filled in", R"({"properties":{"a":{"type":"integer","default":1}},"required":["a"]})", "{}", unchanged},
    {"into itself, further down", R"({"properties":{"n":{"type":"integer"},"next":{"$ref":"#"}}})", R"({"next":{"next":{"n":"1"}}})",
     R"({"next":{"next":{"n":1}}})"},
};

class Coerce : public testing::TestWithParam<Row> {};

TEST_P(Coerce, changes_what_the_value_says_itself) {
    const Row& row = GetParam();
    const auto schema = CompiledSchema::compile(row.schema);
    ASSERT_TRUE(schema) << schema.error().message;
    json::Document document;
    ASSERT_FALSE(document.parse(row.value));
    EXPECT_EQ(coerce(**schema, document.root(), Unknown::dropped).value_or(""), row.expected) << row.what;
    if (row.expected.empty()) return;
    json::Document changed;
    ASSERT_FALSE(changed.parse(row.expected));
    EXPECT_TRUE(check(**schema, changed.root()).empty()) << row.what;
    EXPECT_EQ(coerce(**schema, changed.root(), Unknown::dropped), std::nullopt) << "what was changed is not changed again";
}

INSTANTIATE_TEST_SUITE_P(Row, Coerce, testing::ValuesIn(rows));

TEST(Coerce, keeps_unknown_members_unless_it_is_asked_to_drop_them) {
    const auto schema = CompiledSchema::compile(R"({"properties":{"a":{"type":"integer"}},"additionalProperties":false})");
    json::Document document;
    ASSERT_FALSE(document.parse(R"({"a":1,"b":2})"));
    EXPECT_EQ(coerce(**schema, document.root(), Unknown::kept), std::nullopt);
}

}  // namespace
}  // namespace parley::schema
