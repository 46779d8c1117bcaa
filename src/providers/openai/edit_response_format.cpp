#include "providers/openai/edit_response_format.hpp"

#include <algorithm>
#include <string>

#include "json/write.hpp"
#include "providers/openai/moonshot_schema.hpp"

namespace parley::providers::openai_dialect {
namespace {

using catalog::ResponseFormat;

bool knows(const RequestEdit& edit, ResponseFormat format) {
    const auto& known = edit.rules.supports.response_format;
    return std::find(known.begin(), known.end(), format) != known.end();
}

void edit_schema(RequestEdit& edit, json::Value format) {
    const json::Value schema = format.find("json_schema").find("schema");
    if (!knows(edit, ResponseFormat::json_schema)) {
        if (!knows(edit, ResponseFormat::json_object)) return edit.drop(RequestField::response_format);
        edit.dropped.emplace_back("response_format");
        return edit.set(RequestField::response_format, "response_format", R"({"type":"json_object"})");
    }
    if (edit.rules.moonshot_schemas && !schema.is_missing()) {
        if (auto bent = bend_for_moonshot(schema)) edit.splice.replace(schema, *std::move(bent));
    }
    if (edit.rules.schema_form == catalog::SchemaForm::json_schema || !schema) return;
    std::string json;
    json::ObjectWriter writer(json);
    writer.string("type", "json_object");
    writer.raw("schema", schema.raw());
    writer.close();
    edit.set(RequestField::response_format, "response_format", std::move(json));
}

}  // namespace

void edit_response_format(RequestEdit& edit) {
    const json::Value format = edit.value(RequestField::response_format);
    const json::Value type = format.find("type");
    if (type.equals("json_schema")) {
        edit_schema(edit, format);
    } else if (type.equals("json_object") && !knows(edit, ResponseFormat::json_object)) {
        edit.drop(RequestField::response_format);
    } else if (type.equals("text") && !knows(edit, ResponseFormat::text)) {
        edit.cut(RequestField::response_format);
    }
}

}  // namespace parley::providers::openai_dialect
