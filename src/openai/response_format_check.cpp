#include "openai/response_format_check.hpp"

#include <string>
#include <string_view>

namespace parley::openai {
namespace {

void refuse(std::string_view why, Problems& problems) { problems.add("response_format is invalid: " + std::string(why)); }

void check_schema(json::Value format, Problems& problems) {
    if (!format.is(json::Kind::object)) return refuse("json_schema must be an object", problems);
    const json::Value name = format.find("name");
    const json::Value strict = format.find("strict");
    if (name.is_missing()) {
        refuse("json_schema.name is required", problems);
    } else if (!name.is(json::Kind::string) || name.escaped().empty()) {
        refuse("json_schema.name must be a string", problems);
    }
    if (format.find("schema").is_missing()) {
        refuse("json_schema.schema is required", problems);
    } else if (!format.find("schema").is(json::Kind::object)) {
        refuse("json_schema.schema must be an object", problems);
    }
    if (!strict.is_missing() && !strict.boolean()) refuse("json_schema.strict must be a boolean", problems);
}

}  // namespace

void check_response_format(json::Value format, Problems& problems) {
    if (format.is_missing()) return;
    if (!format.is(json::Kind::object)) return refuse("must be an object", problems);
    const json::Value type = format.find("type");
    if (type.equals("json_schema")) return check_schema(format.find("json_schema"), problems);
    if (type.equals("json_object") || type.equals("text")) return;
    refuse("type must be json_schema, json_object or text", problems);
}

}  // namespace parley::openai
