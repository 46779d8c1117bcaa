#include <gtest/gtest.h>

#include <string>

#include "schema/compiled_schema.hpp"

namespace parley::schema {
namespace {

std::string fault_of(std::string_view schema) { return CompiledSchema::compile(schema).error().message; }

TEST(CompiledSchema, is_refused_where_it_cannot_be_checked) {
    EXPECT_EQ(fault_of(R"({"properties":{"a":{"$ref":"https://example.com/a.json"}}})"),
              "$ref at byte 19 of the schema refers to nothing within it, and nothing is fetched");
    EXPECT_EQ(fault_of(R"({"unevaluatedProperties":false})"), "unevaluatedProperties at byte 0 of the schema cannot be checked");
    EXPECT_EQ(fault_of(R"({"pattern":"(?=a)b"})"),
              "pattern at byte 0 of the schema is no regular expression that can be matched in linear time (no look-around, no "
              "back-references), or a very large one");
    EXPECT_EQ(fault_of(R"({"multipleOf":0.1234567890123456789})"), "multipleOf at byte 0 of the schema has too many digits to be checked");
    EXPECT_EQ(fault_of(R"({"properties":{"a":{"$id":"x","type":"string"}}})"),
              "a schema within has an $id of its own, and cannot be checked");
}

TEST(CompiledSchema, is_refused_where_it_is_none) {
    EXPECT_EQ(fault_of("{"), "the schema is no JSON: unexpected character or end of text at byte 1");
    EXPECT_EQ(fault_of("[]"), "a schema is an object or a boolean");
    EXPECT_EQ(fault_of(R"({"type":"text"})"), "type at byte 0 of the schema names a type that there is not");
    EXPECT_EQ(fault_of(R"({"properties":[]})"), "properties at byte 0 of the schema must be an object of schemas");
    EXPECT_EQ(fault_of(R"({"items":3})"), "items at byte 0 of the schema must be a schema");
    EXPECT_EQ(fault_of(R"({"required":"a"})"), "required at byte 0 of the schema must be a list of names");
    EXPECT_EQ(fault_of(R"({"minItems":-1})"), "minItems at byte 0 of the schema must be a whole number");
    EXPECT_EQ(fault_of(R"({"multipleOf":0})"), "multipleOf at byte 0 of the schema must be more than 0");
}

TEST(CompiledSchema, is_refused_where_compiling_it_would_take_long) {
    EXPECT_EQ(fault_of(R"({"description":")" + std::string(1 << 20, 'x') + "\"}"), "the schema is too long to be checked");
    std::string many = R"({"properties":{)";
    for (int number = 0; number < 100; ++number) {
        many += (number > 0 ? ",\"p" : "\"p") + std::to_string(number) + R"(":{"pattern":"^[a-z\\u00e0-\\u00ff]{1,900}$"})";
    }
    const std::string fault = fault_of(many + "}}");
    EXPECT_TRUE(fault.starts_with("pattern at byte ") && fault.ends_with(" of the schema makes too many patterns")) << fault;
}

TEST(CompiledSchema, may_contain_itself_but_not_be_itself) {
    EXPECT_TRUE(CompiledSchema::compile(R"({"properties":{"next":{"$ref":"#"}}})"));
    EXPECT_EQ(fault_of(R"({"$ref":"#"})"), "a schema within is nothing but itself");
    EXPECT_EQ(fault_of(R"({"$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}},"items":{"$ref":"#/$defs/a"}})"),
              "a schema within is nothing but itself");
}

TEST(CompiledSchema, reads_a_schema_once_however_often_it_is_referred_to) {
    const auto schema =
        CompiledSchema::compile(R"({"$defs":{"a":{"type":"string"}},"items":{"$ref":"#/$defs/a"},"contains":{"$ref":"#/$defs/a"}})");
    ASSERT_TRUE(schema);
    EXPECT_EQ((*schema)->size(), 4u);
}

}  // namespace
}  // namespace parley::schema
