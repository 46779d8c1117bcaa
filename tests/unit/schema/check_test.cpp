#include "schema/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "schema/compiled_schema.hpp"

namespace parley::schema {
namespace {

std::shared_ptr<const CompiledSchema> compiled(std::string_view text) {
    const auto schema = CompiledSchema::compile(text);
    EXPECT_TRUE(schema) << schema.error().message;
    return *schema;
}

/// The violations, a line each.
std::string violations(std::string_view schema, std::string_view value) {
    json::Document document;
    EXPECT_FALSE(document.parse(value)) << value;
    std::string lines;
    for (const Violation& violation : check(*compiled(schema), document.root())) lines += violation.path + " " + violation.rule + "\n";
    return lines;
}

constexpr std::string_view order = R"({"type":"object","required":["id","items"],"additionalProperties":false,"properties":{
    "id":{"type":"integer","minimum":1},
    "items":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/item"}},
    "note":{"anyOf":[{"type":"string","maxLength":5},{"type":"null"}]}},
    "$defs":{"item":{"type":"object","required":["price"],"properties":{"price":{"type":"number","multipleOf":0.01},"kind":{"enum":["a","b"]}}}}})";

TEST(Check, finds_nothing_in_a_value_that_fits) {
    EXPECT_EQ(violations(order, R"({"id":7,"items":[{"price":19.99,"kind":"a"}],"note":null})"), "");
    EXPECT_EQ(violations(order, R"({"id":7.0,"items":[{"price":1e1}]})"), "");
}

TEST(Check, names_every_place_and_its_rule) {
    EXPECT_EQ(violations(order, R"({"id":"7","items":[{"price":1.005},{"kind":"c"}],"note":"too long"})"),
              "id must be an integer\nitems[0].price must be a multiple of 1e-2\nitems[1].price is missing\n"
              "items[1].kind must be one of the values that the schema lists\nnote must have at most 5 characters\n");
    EXPECT_EQ(violations(order, "[]"), " must be an object\n");
    EXPECT_EQ(violations(order, R"({"id":0,"items":[]})"), "id must be at least 1\nitems must have at least 1 elements\n");
}

TEST(Check, shows_nothing_of_the_value) {
    const std::string told = violations(
        R"({"additionalProperties":false,"properties":{"a":{"additionalProperties":{"type":"integer"}},"b":{"pattern":"^x"},"c":{"const":1}}})",
        R"({"secret name":1,"a":{"secret key":"secret text"},"b":"secret text","c":"secret text"})");
    EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 4);
    EXPECT_EQ(told.find("secret"), std::string::npos) << told;
    EXPECT_NE(told.find("a.* must be an integer"), std::string::npos) << told;
}

TEST(Check, tells_what_is_wrong_with_the_only_choice_that_was_possible) {
    constexpr std::string_view choice = R"({"anyOf":[{"type":"object","required":["a"]},{"type":"string"},{"type":"null"}]})";
    EXPECT_EQ(violations(choice, "{}"), "a is missing\n");
    EXPECT_EQ(violations(choice, "3"), " must be an object or a string or null\n");
    EXPECT_EQ(violations(R"({"anyOf":[{"minimum":5},{"multipleOf":2}]})", "3"), " must fit one of the schemas that it may fit\n");
    EXPECT_EQ(violations(R"({"oneOf":[{"minimum":1},{"multipleOf":3}]})", "3"), " must fit just one of the schemas that it may fit\n");
}

TEST(Check, tells_so_many_and_no_more) {
    std::string list = "[";
    for (int at = 0; at < 100; ++at) list += at == 0 ? "1" : ",1";
    json::Document document;
    ASSERT_FALSE(document.parse(list += ']'));
    EXPECT_EQ(check(*compiled(R"({"items":{"type":"string"}})"), document.root()).size(), violations_max);
}

TEST(Check, compares_numbers_by_all_their_digits) {
    EXPECT_EQ(violations(R"({"maximum":123456789012345678901234567890})", "123456789012345678901234567891"),
              " must be at most 12345678901234567890123456789e1\n");
    EXPECT_EQ(violations(R"({"const":0.1})", "0.1000000000000000055511151231257827"), " must be the one value that the schema names\n");
    EXPECT_EQ(violations(R"({"multipleOf":0.1})", "1e400"), "");
}

// Every level doubles the work: fifty of them would take longer than anybody waits.
TEST(Check, gives_up_where_a_schema_makes_it_endless) {
    std::string schema = R"({"$defs":{"s0":{"const":1})";
    for (int level = 1; level <= 50; ++level) {
        const std::string before = R"({"$ref":"#/$defs/s)" + std::to_string(level - 1) + "\"}";
        schema += ",\"s" + std::to_string(level) + "\":{\"anyOf\":[" + before + "," + before + "]}";
    }
    schema += R"(},"$ref":"#/$defs/s50"})";
    EXPECT_EQ(violations(schema, "2"), " would take too long to check\n");
}

TEST(Check, gives_up_on_schemas_that_lead_too_deep) {
    std::string schema = R"({"$defs":{"s0":true)";
    for (int level = 1; level <= 2'000; ++level) {
        schema += ",\"s" + std::to_string(level) + "\":{\"$ref\":\"#/$defs/s" + std::to_string(level - 1) + "\"}";
    }
    schema += R"(},"$ref":"#/$defs/s2000"})";
    EXPECT_EQ(violations(schema, "2"), " would take too long to check\n");
}

TEST(Check, matches_a_costly_pattern_in_linear_time) {
    const std::string text = '"' + std::string(50'000, 'a') + '"';
    EXPECT_EQ(violations(R"({"pattern":"^(a+)+$"})", text), "");
    EXPECT_EQ(violations(R"({"pattern":"^(a+)+b$"})", text), " must match the schema's pattern\n");
}

}  // namespace
}  // namespace parley::schema
