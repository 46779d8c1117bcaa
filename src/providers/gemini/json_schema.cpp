// The JSON Schema half of schema.hpp: keywords are kept, renamed or left out; references stay references.
#include <array>
#include <cstdint>
#include <string_view>

#include "json/member_table.hpp"
#include "json/name_table.hpp"
#include "json/write.hpp"
#include "providers/gemini/schema.hpp"

namespace parley::providers::gemini {
namespace {

/// What becomes of a keyword, in the order of `keywords`.
// clang-format off
enum class Keyword : std::uint8_t {
    id, anchor, type, format, title, description, required, ordering,             // kept
    enumeration, items_min, items_max, minimum, maximum,                          // kept, unless relaxed
    items, additional_properties,                                                 // one schema
    prefix_items, any_of, one_of,                                                 // a list of schemas
    properties, defs, definitions,                                                // schemas by name
    constant, exclusive_minimum, exclusive_maximum, reference, all_of, left_out,  // see write_member
};
constexpr json::NameTable keywords(std::to_array<std::string_view>(
    {"$id", "$anchor", "type", "format", "title", "description", "required", "propertyOrdering", "enum", "minItems", "maxItems",
     "minimum", "maximum", "items", "additionalProperties", "prefixItems", "anyOf", "oneOf", "properties", "$defs", "definitions",
     "const", "exclusiveMinimum", "exclusiveMaximum", "$ref", "allOf"}));
// clang-format on

Keyword keyword_of(json::Value key) { return static_cast<Keyword>(keywords.place(key)); }

/// What an object has of its keywords so far: several may become one, and no name is written twice.
class Written {
  public:
    /// True the first time.
    bool claim(Keyword keyword) {
        const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(keyword);
        const bool is_first = (claimed_ & bit) == 0;
        claimed_ |= bit;
        return is_first;
    }

  private:
    static_assert(static_cast<unsigned>(Keyword::left_out) < 32);
    std::uint32_t claimed_ = 0;
};

class JsonSchemaWriter {
  public:
    JsonSchemaWriter(std::string& out, bool relaxed) : out_(out), bytes_most_(out.size() + schema_bytes_max), relaxed_(relaxed) {}

    bool fits() const { return out_.size() <= bytes_most_; }

    /// `true` and `false` are schemas, too.
    void write(json::Value schema) {
        if (!schema.is(json::Kind::object)) {
            out_ += schema.raw();
            return;
        }
        const bool is_reference = schema.find("$ref").is(json::Kind::string);
        json::ObjectWriter object(out_);
        Written written;
        for (const json::Member member : schema.members()) {
            // Beside a reference only what begins with a dollar may stand.
            if (fits() && (!is_reference || member.key.escaped().starts_with('$'))) write_member(object, schema, member, written);
        }
        // What has properties is an object, and must say so where it stands outermost.
        const bool is_object = !is_reference && schema.find("properties").is(json::Kind::object);
        if (is_object && written.claim(Keyword::type)) object.string("type", "object");
        object.close();
    }

  private:
    void write_member(json::ObjectWriter& object, json::Value schema, const json::Member& member, Written& written) {
        const Keyword keyword = keyword_of(member.key);
        switch (keyword) {
            case Keyword::definitions:  // the older name of the same
            case Keyword::defs:
                if (written.claim(Keyword::defs)) write_definitions(object.key("$defs"), schema);
                return;
            case Keyword::all_of: return write_all(object, schema, member.value, written);
            case Keyword::constant:
            case Keyword::exclusive_minimum:
            case Keyword::exclusive_maximum: return write_constraint(object, schema, member, keyword, written);
            case Keyword::left_out: return;
            default:
                if (written.claim(keyword)) write_keyword(object, member, keyword);
        }
    }

    void write_keyword(json::ObjectWriter& object, const json::Member& member, Keyword keyword) {
        if (keyword == Keyword::enumeration && !relaxed_) return write_values(object, member);
        if (keyword <= Keyword::ordering || (keyword <= Keyword::maximum && !relaxed_)) return object.copy(member);
        switch (keyword) {
            case Keyword::items:
            case Keyword::additional_properties: object.foreign_key(member.key.string()); return write(member.value);
            case Keyword::prefix_items:
            case Keyword::any_of:
            case Keyword::one_of: object.foreign_key(member.key.string()); return write_list(member.value);
            case Keyword::properties: return write_map(object.key("properties"), member.value);
            case Keyword::reference: return write_reference(object.key("$ref"), member.value);
            default: return;  // a constraint, where none are kept
        }
    }

    /// An empty text is refused as a value.
    static void write_values(json::ObjectWriter& object, const json::Member& member) {
        std::string values;
        bool is_whole = true;
        for (const json::Value value : member.value.elements()) {
            const bool is_empty = value.is(json::Kind::string) && value.escaped().empty();
            is_whole = is_whole && !is_empty;
            if (!is_empty) (values += values.empty() ? "[" : ",") += value.raw();
        }
        if (is_whole) return object.copy(member);
        if (!values.empty()) object.raw("enum", values + "]");
    }

    /// A constraint that has another name here. An exclusive bound becomes the nearest that there is.
    void write_constraint(json::ObjectWriter& object, json::Value schema, const json::Member& member, Keyword keyword, Written& written) {
        if (relaxed_) return;
        const bool is_number = member.value.is(json::Kind::number);  // older drafts have a boolean there
        if (keyword == Keyword::constant) {
            if (schema.find("enum") || !written.claim(Keyword::enumeration)) return;
            (object.key("enum") += '[').append(member.value.raw()) += ']';
        } else if (keyword == Keyword::exclusive_minimum) {
            if (is_number && !schema.find("minimum") && written.claim(Keyword::minimum)) object.raw("minimum", member.value.raw());
        } else {
            if (is_number && !schema.find("maximum") && written.claim(Keyword::maximum)) object.raw("maximum", member.value.raw());
        }
    }

    /// Under both names; where they share one, the newer counts.
    void write_definitions(std::string& out, json::Value schema) {
        const json::Value newer = schema.find("$defs");
        json::ObjectWriter object(out);
        for (const json::Member member : newer.members()) {
            object.foreign_key(member.key.string());
            write(member.value);
        }
        for (const json::Member member : schema.find("definitions").members()) {
            const std::string name = member.key.string();
            if (newer.find(name)) continue;
            object.foreign_key(name);
            write(member.value);
        }
        object.close();
    }

    void write_list(json::Value schemas) {
        out_ += '[';
        bool first = true;
        for (const json::Value schema : schemas.elements()) {
            if (!std::exchange(first, false)) out_ += ',';
            write(schema);
        }
        out_ += ']';
    }

    void write_map(std::string& out, json::Value schemas) {
        json::ObjectWriter object(out);
        for (const json::Member member : schemas.members()) {
            object.foreign_key(member.key.string());
            write(member.value);
        }
        object.close();
    }

    void write_reference(std::string& out, json::Value reference) {
        constexpr std::string_view older = "#/definitions/";
        const std::string path = reference.string();
        json::append_string(out, path.starts_with(older) ? "#/$defs/" + path.substr(older.size()) : path);
    }

    /// There is no word for "all of these": the keywords of the first schema that the others do not say either.
    void write_all(json::ObjectWriter& object, json::Value schema, json::Value parts, Written& written) {
        for (const json::Value part : parts.elements()) {
            for (const json::Member member : part.members()) {
                const std::string name = member.key.string();
                if (!schema.find(name) && keyword_of(member.key) != Keyword::all_of) write_member(object, part, member, written);
            }
            return;
        }
    }

    std::string& out_;
    std::size_t bytes_most_;
    bool relaxed_;
};

}  // namespace

bool append_json_schema(std::string& out, json::Value schema, bool relaxed) {
    JsonSchemaWriter writer(out, relaxed);
    writer.write(schema);
    return writer.fits();
}

bool append_schema(std::string& out, json::Value schema, const SchemaForm& form) {
    switch (form.dialect) {
        case catalog::GeminiSchemas::json_schema: return append_json_schema(out, schema, form.relaxed);
        case catalog::GeminiSchemas::open_api: return append_open_api_schema(out, schema, form.relaxed);
    }
    return false;
}

/// Older models refuse an object without properties.
bool takes_nothing(json::Value parameters) {
    const bool is_composed = parameters.find("$ref") || parameters.find("anyOf") || parameters.find("oneOf") || parameters.find("allOf");
    return !is_composed && parameters.find("properties").size() == 0;
}

}  // namespace parley::providers::gemini
