#include "simulate/schema_instance.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

TEST(SchemaInstance, fits_what_it_understands) {
    struct Case {
        const char* schema;
        const char* instance;
    };
    const Case cases[] = {
        {R"({"type":"string"})", R"("example")"},
        {R"({"type":"string","minLength":9})", R"("example..")"},
        {R"({"type":"string","format":"date"})", R"("2026-01-01")"},
        {R"({"type":"integer"})", "1"},
        {R"({"type":"integer","minimum":18})", "18"},
        {R"({"type":"number","minimum":2.5})", "3"},
        {R"({"type":"number","exclusiveMinimum":0})", "1"},
        {R"({"type":"integer","exclusiveMinimum":5})", "6"},
        {R"({"type":"boolean"})", "true"},
        {R"({"type":"null"})", "null"},
        {R"({"type":["string","null"]})", R"("example")"},
        {R"({"type":"array","items":{"type":"integer"}})", "[]"},
        {R"({"type":"array","items":{"type":"integer"},"minItems":2})", "[1,1]"},
        {R"({"enum":["low","high"]})", R"("low")"},
        {R"({"const":{"a":[1]}})", R"({"a":[1]})"},
        {R"({"type":"string","default":"x"})", R"("x")"},
        {R"({"anyOf":[{"type":"integer"},{"type":"null"}]})", "1"},
        {R"({"oneOf":[{"type":"boolean"}]})", "true"},
        {R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["b"]})", R"({"b":1})"},
        {R"({"type":"object","properties":{},"required":["q"]})", R"({"q":"example"})"},
        {R"({"properties":{"a":{"$ref":"#/$defs/A"}},"required":["a"],"$defs":{"A":{"type":"boolean"}}})", R"({"a":true})"},
        {R"({"type":"object"})", "{}"},
        {R"({"$ref":"#/$defs/nowhere"})", "null"},
        {R"({"$ref":"https://example.com/schema"})", "null"},
        {"", "{}"},
        {"not JSON", "{}"},
        {"[]", "{}"},
    };
    for (const Case& c : cases) EXPECT_EQ(schema_instance(std::string_view(c.schema)), c.instance) << c.schema;
}

TEST(SchemaInstance, a_schema_that_contains_itself_ends_at_the_depth_limit) {
    const std::string instance =
        schema_instance(std::string_view(R"({"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]})"));
    std::string expected = "null";
    for (int level = 0; level <= schema_depth_max; level += 2) expected = R"({"next":)" + expected + "}";
    EXPECT_EQ(instance, expected);
}

TEST(SchemaInstance, what_is_made_up_is_bounded) {
    const std::string text = schema_instance(std::string_view(R"({"type":"string","minLength":1000000})"));
    EXPECT_EQ(text.size(), static_cast<std::size_t>(schema_fill_max) + 2);
    const std::string list = schema_instance(std::string_view(R"({"type":"array","items":{},"minItems":1000000})"));
    EXPECT_EQ(std::count(list.begin(), list.end(), ','), schema_fill_max - 1);
}

}  // namespace
}  // namespace parley::simulate
