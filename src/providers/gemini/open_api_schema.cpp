// The OpenAPI half of schema.hpp: one type each, references spelled out, `null` a flag, every enumeration one of texts.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "json/write.hpp"
#include "providers/gemini/schema.hpp"

namespace parley::providers::gemini {
namespace {

/// Deeper levels are objects of which nothing is said: so that references cannot use up the stack.
constexpr std::size_t depth_max = 32;
/// That lead to one another; what lies behind the last is such an object, too.
constexpr std::size_t references_max = 64;

constexpr std::string_view any_object = R"({"type":"object"})";

/// The keywords of a schema and of what it is composed of, the nearest first.
class Keywords {
  public:
    void add(json::Value schema) { schemas_.push_back(schema); }

    json::Value find(std::string_view name) const {
        for (const json::Value schema : schemas_) {
            if (const json::Value value = schema.find(name)) return value;
        }
        return {};
    }

  private:
    std::vector<json::Value> schemas_;
};

/// Follows "#/$defs/name" from the root of the schema; absent when it leads nowhere (RFC 6901, without escapes).
json::Value resolve(json::Value root, std::string_view path) {
    if (!path.starts_with('#')) return {};
    json::Value found = root;
    for (std::size_t at = 1; found && at < path.size();) {
        const std::size_t end = std::min(path.find('/', at + 1), path.size());
        found = found.find(path.substr(at + 1, end - at - 1));
        at = end;
    }
    return found;
}

bool is_null_type(json::Value schema) { return schema.find("type").equals("null"); }

/// Others are refused.
bool is_known_format(json::Value format) {
    static constexpr std::array<std::string_view, 6> known = {"enum", "date-time", "float", "double", "int32", "int64"};
    return std::any_of(known.begin(), known.end(), [format](std::string_view name) { return format.equals(name); });
}

class OpenApiWriter {
  public:
    OpenApiWriter(std::string& out, json::Value root, bool relaxed)
        : out_(out), root_(root), bytes_most_(out.size() + schema_bytes_max), relaxed_(relaxed) {}

    bool fits() const { return out_.size() <= bytes_most_; }

    void write(json::Value schema) {
        const std::size_t references = references_.size();
        Keywords keywords;
        if (depth_ == depth_max || !fits() || !collect(schema, keywords)) {
            out_ += any_object;
        } else {
            ++depth_;
            write_keywords(keywords);
            --depth_;
        }
        references_.resize(references);
    }

  private:
    /// False for what is no object, and for a reference that leads nowhere or back to itself.
    bool collect(json::Value schema, Keywords& keywords) {
        if (!schema.is(json::Kind::object)) return false;
        keywords.add(schema);
        for (const json::Value part : schema.find("allOf").elements()) collect(part, keywords);
        const json::Value reference = schema.find("$ref");
        if (!reference.is(json::Kind::string)) return true;
        if (references_.size() == references_max) return false;
        std::string path = reference.string();
        if (std::find(references_.begin(), references_.end(), path) != references_.end()) return false;
        const json::Value target = resolve(root_, path);
        references_.push_back(std::move(path));
        return collect(target, keywords);
    }

    void write_keywords(const Keywords& keywords) {
        std::vector<json::Value> branches;
        bool is_nullable = keywords.find("nullable").boolean().value_or(false);
        for (const std::string_view name : {"anyOf", "oneOf"}) {
            for (const json::Value branch : keywords.find(name).elements()) {
                is_null_type(branch) ? void(is_nullable = true) : branches.push_back(branch);
            }
        }
        if (branches.size() == 1) {
            Keywords merged = keywords;
            if (collect(branches.front(), merged)) return write_typed(merged, is_nullable);
        }
        if (branches.empty()) return write_typed(keywords, is_nullable);
        json::ObjectWriter object(out_);
        write_about(object, keywords, is_nullable);
        object.key("anyOf");
        write_list(branches);
        object.close();
    }

    void write_list(const std::vector<json::Value>& schemas) {
        out_ += '[';
        for (std::size_t at = 0; at < schemas.size(); ++at) {
            if (at > 0) out_ += ',';
            write(schemas[at]);
        }
        out_ += ']';
    }

    void write_about(json::ObjectWriter& object, const Keywords& keywords, bool is_nullable) {
        const json::Value description = keywords.find("description");
        if (description.is(json::Kind::string)) object.raw("description", description.raw());
        if (is_nullable) object.boolean("nullable", true);
    }

    void write_typed(const Keywords& keywords, bool is_nullable) {
        std::vector<std::string> types;
        const json::Value stated = keywords.find("type");
        if (stated.is(json::Kind::string)) types.push_back(stated.string());
        for (const json::Value type : stated.elements()) types.push_back(type.string());
        if (std::erase(types, "null") > 0) is_nullable = true;
        if (types.empty()) types.push_back(guess_type(keywords));
        if (types.size() == 1) return write_one(keywords, types.front(), is_nullable);

        json::ObjectWriter object(out_);
        write_about(object, keywords, is_nullable);
        object.key("anyOf") += '[';
        for (const std::string& type : types) {
            if (&type != &types.front()) out_ += ',';
            write_one(keywords, type, false);
        }
        out_ += ']';
        object.close();
    }

    std::string guess_type(const Keywords& keywords) const {
        if (keywords.find("properties")) return "object";
        return keywords.find("items") ? "array" : "string";
    }

    void write_one(const Keywords& keywords, const std::string& type, bool is_nullable) {
        const std::vector<std::string> values = relaxed_ ? std::vector<std::string>() : enumeration(keywords, is_nullable);
        json::ObjectWriter object(out_);
        object.string("type", values.empty() ? type : "string");
        write_about(object, keywords, is_nullable);
        if (!values.empty()) {
            write_values(object.key("enum"), values);
        } else if (type == "object") {
            write_properties(object, keywords);
        } else if (type == "array") {
            write_items(object, keywords);
        } else {
            write_scalar(object, keywords, type == "string");
        }
        object.close();
    }

    /// The values that are allowed, as texts; none when there is no such list. An empty text is refused as a value.
    static std::vector<std::string> enumeration(const Keywords& keywords, bool& is_nullable) {
        std::vector<std::string> values;
        const auto add = [&](json::Value value) {
            if (value.is_null()) is_nullable = true;
            std::string text = value.is(json::Kind::string) ? value.string() : std::string(value.raw());
            if (!value.is_null() && !text.empty()) values.push_back(std::move(text));
        };
        for (const json::Value value : keywords.find("enum").elements()) add(value);
        if (const json::Value constant = keywords.find("const"); constant && values.empty()) add(constant);
        return values;
    }

    static void write_values(std::string& out, const std::vector<std::string>& values) {
        out += '[';
        for (const std::string& value : values) {
            if (&value != &values.front()) out += ',';
            json::append_string(out, value);
        }
        out += ']';
    }

    void write_properties(json::ObjectWriter& object, const Keywords& keywords) {
        const json::Value properties = keywords.find("properties");
        if (properties.size() == 0) return;
        json::ObjectWriter named(object.key("properties"));
        for (const json::Member property : properties.members()) {
            named.foreign_key(property.key.string());
            write(property.value);
        }
        named.close();
        std::vector<std::string> required;
        for (const json::Value name : keywords.find("required").elements()) {
            if (properties.find(name.string())) required.push_back(name.string());
        }
        if (!required.empty()) write_values(object.key("required"), required);
    }

    void write_items(json::ObjectWriter& object, const Keywords& keywords) {
        const json::Value items = keywords.find("items");
        object.key("items");
        items.is(json::Kind::object) ? write(items) : void(out_ += R"({"type":"string"})");
        write_bounds(object, keywords, {"minItems", "maxItems"});
    }

    void write_scalar(json::ObjectWriter& object, const Keywords& keywords, bool is_text) {
        const json::Value format = keywords.find("format");
        if (is_known_format(format)) object.raw("format", format.raw());
        if (is_text) return write_bounds(object, keywords, {"minLength", "maxLength", "pattern"});
        write_bounds(object, keywords, {"minimum", "maximum"});
        write_exclusive(object, keywords, "exclusiveMinimum", "minimum");
        write_exclusive(object, keywords, "exclusiveMaximum", "maximum");
    }

    void write_bounds(json::ObjectWriter& object, const Keywords& keywords, std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            const json::Value bound = keywords.find(name);
            if (bound && !relaxed_) object.raw(name, bound.raw());
        }
    }

    /// The nearest bound that there is.
    void write_exclusive(json::ObjectWriter& object, const Keywords& keywords, std::string_view name, std::string_view nearest) {
        const json::Value bound = keywords.find(name);
        if (bound.is(json::Kind::number) && !keywords.find(nearest) && !relaxed_) object.raw(nearest, bound.raw());
    }

    std::string& out_;
    json::Value root_;
    std::size_t bytes_most_;
    bool relaxed_;
    std::size_t depth_ = 0;
    std::vector<std::string> references_;  // that are being spelled out
};

}  // namespace

bool append_open_api_schema(std::string& out, json::Value schema, bool relaxed) {
    OpenApiWriter writer(out, schema, relaxed);
    writer.write(schema);
    return writer.fits();
}

}  // namespace parley::providers::gemini
