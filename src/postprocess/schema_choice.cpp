#include "postprocess/schema_choice.hpp"

#include "json/document.hpp"

namespace parley::postprocess {
namespace {

bool has_type(json::Value value, json::Value type) {
    if (type.is_missing()) return true;
    if (type.equals("object")) return value.is(json::Kind::object);
    if (type.equals("array")) return value.is(json::Kind::array);
    return !value.is(json::Kind::object) && !value.is(json::Kind::array);
}

bool fits(json::Value value, json::Value schema) {
    if (!has_type(value, schema.find("type"))) return false;
    for (const json::Value name : schema.find("required").elements()) {
        if (!value.find(name.string())) return false;
    }
    return true;
}

}  // namespace

std::string_view choose_value(const json_repair::Repair& repair, std::string_view schema) {
    json::Document wanted;
    if (repair.values.empty() || schema.empty() || wanted.parse(schema)) return repair.text;
    for (const std::string& text : repair.values) {
        json::Document document;
        if (!document.parse(text) && fits(document.root(), wanted.root())) return text;
    }
    return repair.text;
}

}  // namespace parley::postprocess
