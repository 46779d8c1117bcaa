#include "simulate/schema_instance.hpp"

#include <algorithm>
#include <cmath>

#include "json/write.hpp"

namespace parley::simulate {

namespace {

using json::Kind;
using json::Value;

/// Follows "#/$defs/name" from the root of the schema; absent when it leads nowhere. Keys with '~' or '%' escapes
/// (RFC 6901, section 3) are not followed.
Value resolve_reference(Value root, Value reference) {
    const std::string path = reference.string();
    if (!path.starts_with('#')) return Value();
    Value found = root;
    std::size_t begin = 1;
    while (found && begin < path.size()) {
        const std::size_t end = std::min(path.find('/', begin + 1), path.size());
        found = found.find(std::string_view(path).substr(begin + 1, end - begin - 1));
        begin = end;
    }
    return found;
}

std::string_view type_of(Value schema) {
    Value type = schema.find("type");
    if (type.is(Kind::array)) {
        for (Value first : type.elements()) {
            type = first;
            break;
        }
    }
    if (type.is(Kind::string)) return type.escaped();
    if (schema.find("properties")) return "object";
    return schema.find("items") ? "array" : "string";
}

std::string example_string(Value schema) {
    struct Format {
        std::string_view name, example;
    };
    static constexpr Format formats[] = {{"date", "2026-01-01"},
                                         {"date-time", "2026-01-01T12:00:00Z"},
                                         {"email", "someone@example.com"},
                                         {"uri", "https://example.com/"},
                                         {"uuid", "00000000-0000-4000-8000-000000000000"}};
    for (const Format& format : formats) {
        if (schema.find("format").equals(format.name)) return std::string(format.example);
    }
    std::string text = "example";
    const Value least = schema.find("minLength");
    const std::int64_t length = std::min(least ? least.integer().value_or(0) : 0, schema_fill_max);
    if (static_cast<std::int64_t>(text.size()) < length) text.resize(static_cast<std::size_t>(length), '.');
    return text;
}

std::int64_t example_number(Value schema) {
    if (const Value least = schema.find("minimum")) return static_cast<std::int64_t>(std::ceil(least.number().value_or(0)));
    if (const Value below = schema.find("exclusiveMinimum")) {
        return static_cast<std::int64_t>(std::floor(below.number().value_or(0))) + 1;
    }
    return 1;
}

class InstancePrinter {
  public:
    explicit InstancePrinter(Value root) : root_(root) {}

    void print(std::string& out, Value schema, int depth) const {
        if (depth > schema_depth_max || !schema) {
            out += "null";
            return;
        }
        for (const char* name : {"const", "default"}) {
            if (const Value value = schema.find(name)) return void(out += value.raw());
        }
        for (const Value first : schema.find("enum").elements()) return void(out += first.raw());
        for (const char* name : {"anyOf", "oneOf", "allOf"}) {
            for (const Value branch : schema.find(name).elements()) return print(out, branch, depth + 1);
        }
        if (const Value reference = schema.find("$ref"); reference.is(Kind::string)) {
            return print(out, resolve_reference(root_, reference), depth + 1);
        }
        print_typed(out, schema, depth);
    }

  private:
    void print_typed(std::string& out, Value schema, int depth) const {
        const std::string_view type = type_of(schema);
        if (type == "object")
            print_object(out, schema, depth);
        else if (type == "array")
            print_array(out, schema, depth);
        else if (type == "integer" || type == "number")
            json::append_integer(out, example_number(schema));
        else if (type == "boolean")
            out += "true";
        else if (type == "null")
            out += "null";
        else
            json::append_string(out, example_string(schema));
    }

    void print_object(std::string& out, Value schema, int depth) const {
        const Value properties = schema.find("properties");
        json::ObjectWriter object(out);
        for (const Value name : schema.find("required").elements()) {
            if (!name.is(Kind::string)) continue;
            const std::string key = name.string();
            const Value property = properties.find(key);
            object.foreign_key(key);
            if (property)
                print(out, property, depth + 1);
            else
                json::append_string(out, "example");
        }
        object.close();
    }

    void print_array(std::string& out, Value schema, int depth) const {
        const Value least = schema.find("minItems");
        const std::int64_t count = std::min(least ? least.integer().value_or(0) : 0, schema_fill_max);
        out += '[';
        for (std::int64_t i = 0; i < count; ++i) {
            if (i > 0) out += ',';
            print(out, schema.find("items"), depth + 1);
        }
        out += ']';
    }

    Value root_;
};

}  // namespace

std::string schema_instance(Value schema) {
    std::string out;
    InstancePrinter(schema).print(out, schema, 0);
    return out;
}

std::string schema_instance(std::string_view schema) {
    json::Document document;
    if (document.parse(schema) || !document.root().is(Kind::object)) return "{}";
    return schema_instance(document.root());
}

}  // namespace parley::simulate
