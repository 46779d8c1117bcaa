#include "openai/response_format_check.hpp"

#include "unit/openai/request_bodies.hpp"

namespace parley::openai {
namespace {

using tests::problems_of;
using tests::with;

struct Row {
    std::string format;
    std::string why;
};

TEST(ResponseFormat, is_refused_with_the_reason) {
    for (const auto& [format, why] : {
             Row{"\"json\"", "must be an object"},
             Row{"[]", "must be an object"},
             Row{"{}", "type must be json_schema, json_object or text"},
             Row{R"({"type":"xml"})", "type must be json_schema, json_object or text"},
             Row{R"({"type":"json_schema"})", "json_schema must be an object"},
             Row{R"({"type":"json_schema","json_schema":[]})", "json_schema must be an object"},
             Row{R"({"type":"json_schema","json_schema":{"schema":{}}})", "json_schema.name is required"},
             Row{R"({"type":"json_schema","json_schema":{"name":1,"schema":{}}})", "json_schema.name must be a string"},
             Row{R"({"type":"json_schema","json_schema":{"name":"","schema":{}}})", "json_schema.name must be a string"},
             Row{R"({"type":"json_schema","json_schema":{"name":"t"}})", "json_schema.schema is required"},
             Row{R"({"type":"json_schema","json_schema":{"name":"t","schema":true}})", "json_schema.schema must be an object"},
             Row{R"({"type":"json_schema","json_schema":{"name":"t","schema":{},"strict":"yes"}})", "json_schema.strict must be a boolean"},
         }) {
        EXPECT_EQ(problems_of(with(R"(,"response_format":)" + format)), std::vector<std::string>{"response_format is invalid: " + why})
            << format;
    }
}

TEST(ResponseFormat, follows_nothing_in_a_schema) {
    for (const std::string_view format :
         {R"({"type":"text"})", R"({"type":"json_object"})", "null",
          R"({"type":"json_schema","json_schema":{"name":"t","strict":null,"schema":{"$ref":"https://example.com/s.json"}}})",
          R"({"type":"json_schema","json_schema":{"name":"t","schema":{"$defs":{"a":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}}})"}) {
        EXPECT_TRUE(problems_of(with(R"(,"response_format":)" + std::string(format))).empty()) << format;
    }
}

}  // namespace
}  // namespace parley::openai
