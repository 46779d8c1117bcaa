#include "providers/openai/moonshot_schema.hpp"

#include <gtest/gtest.h>

namespace parley::providers::openai_dialect {
namespace {

std::optional<std::string> bent(const std::string& schema) {
    json::Document document;
    EXPECT_FALSE(document.parse(schema)) << schema;
    return bend_for_moonshot(document.root());
}

TEST(MoonshotSchema, leaves_alone_what_it_takes) {
    for (const std::string schema : {
             R"({"type":"object"})",
             R"({ "type" : "object", "properties" : {"a":{"type":"array","items":{"type":"string"}}}, "additionalProperties":false })",
             R"({"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"type":"object"},{"$ref":"#/$defs/a"}]}}})",
             R"({"anyOf":[{"type":"object"}]})",
         }) {
        EXPECT_EQ(bent(schema), std::nullopt) << schema;
    }
}

TEST(MoonshotSchema, says_in_its_words_what_it_refuses) {
    struct Row {
        std::string schema;
        std::string bent;
    };
    for (const auto& [schema, expected] : {
             Row{"{}", R"({"type":"object"})"},
             Row{R"({"$schema":"x","type":"object"})", R"({"type":"object"})"},
             Row{R"({"type":"object","properties":{"$schema":{"items":[true]}}})",
                 R"({"type":"object","properties":{"$schema":{"items":true}}})"},
             Row{R"({"type":"object","properties":{"a":{"type":"string","anyOf":[{"minLength":1},{"type":"null"}]}}})",
                 R"({"type":"object","properties":{"a":{"anyOf":[{"minLength":1,"type":"string"},{"type":"null"}]}}})"},
             Row{R"({"type":["object","null"],"anyOf":[{}]})", R"({"anyOf":[{"type":["object","null"]}]})"},
             Row{R"({"type":"object","not":{"items":[{"type":"integer"},{"type":"string"}]}})",
                 R"({"type":"object","not":{"items":{"anyOf":[{"type":"integer"},{"type":"string"}]}}})"},
             Row{R"({"type":"object","$defs":{"a\"b":{"items":[{"x":1e999}]}}})",
                 R"({"type":"object","$defs":{"a\"b":{"items":{"x":1e999}}}})"},
         }) {
        EXPECT_EQ(bent(schema), expected) << schema;
    }
}

TEST(MoonshotSchema, is_as_deep_as_a_request_can_be) {
    std::string schema = "{}";
    for (int level = 0; level < 31; ++level) schema = R"({"allOf":[)" + schema + "]}";
    const auto deep = bent(schema);
    ASSERT_TRUE(deep);
    EXPECT_TRUE(deep->ends_with(R"(]}],"type":"object"})"));
}

}  // namespace
}  // namespace parley::providers::openai_dialect
