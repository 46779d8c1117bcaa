#include "providers/claude/write_schema.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#include "json/write.hpp"

namespace parley::providers::claude {
namespace {

/// What becomes of a keyword of a schema.
enum class Treatment : std::uint8_t {
    described,  // left out, and told in the description: also what nobody here knows
    left_out,
    copied,
    schema,   // its value is a schema
    schemas,  // ... a list of schemas
    named,    // ... an object of schemas by name
    reference,
    description,
    format,
    min_items,
    closed,  // additionalProperties
};

struct Keyword {
    std::string_view name;
    Treatment treatment;
    std::string_view written_as = {};  // empty: as it is
};

constexpr std::array keywords = {
    Keyword{"type", Treatment::copied},
    Keyword{"required", Treatment::copied},
    Keyword{"enum", Treatment::copied},
    Keyword{"const", Treatment::copied},
    Keyword{"title", Treatment::copied},
    Keyword{"properties", Treatment::named},
    Keyword{"$defs", Treatment::named},
    Keyword{"definitions", Treatment::named, "$defs"},
    Keyword{"items", Treatment::schema},
    Keyword{"anyOf", Treatment::schemas},
    Keyword{"oneOf", Treatment::schemas, "anyOf"},
    Keyword{"allOf", Treatment::schemas},
    Keyword{"$ref", Treatment::reference},
    Keyword{"description", Treatment::description},
    Keyword{"format", Treatment::format},
    Keyword{"minItems", Treatment::min_items},
    Keyword{"additionalProperties", Treatment::closed},
    Keyword{"$schema", Treatment::left_out},
    Keyword{"$id", Treatment::left_out},
    Keyword{"default", Treatment::left_out},
    Keyword{"examples", Treatment::left_out},
};

constexpr std::array formats = {std::string_view("date-time"), std::string_view("time"),  std::string_view("date"),
                                std::string_view("duration"),  std::string_view("email"), std::string_view("hostname"),
                                std::string_view("uri"),       std::string_view("ipv4"),  std::string_view("ipv6"),
                                std::string_view("uuid")};

Keyword keyword_of(json::Value key) {
    for (const Keyword& known : keywords) {
        if (key.equals(known.name)) return known;
    }
    return {};
}

bool is_format(json::Value format) {
    for (const std::string_view known : formats) {
        if (format.equals(known)) return true;
    }
    return false;
}

bool is_object(json::Value schema) {
    const json::Value type = schema.find("type");
    if (type.equals("object")) return true;
    for (const json::Value one : type.elements()) {
        if (one.equals("object")) return true;
    }
    return type.is_missing() && schema.find("properties").is(json::Kind::object);
}

/// The caller's bytes with "definitions" in the place where a reference names it.
void append_reference(std::string& out, std::string_view raw) {
    constexpr std::string_view older = "\"#/definitions/";
    if (!raw.starts_with(older)) {
        out += raw;
        return;
    }
    out += "\"#/$defs/";
    out += raw.substr(older.size());
}

/// One schema. Nesting is bounded by the reader of the request (ParseOptions::depth_max).
class SchemaWriter {
  public:
    SchemaWriter(std::string& out, json::Value schema) : out_(out), schema_(schema), writer_(out) {}

    void write() {
        for (const json::Member member : schema_.members()) write_member(member);
        // Behind the members, which have said what else there is to tell.
        if (description_ || !told_.empty()) write_description();
        if (is_object(schema_)) writer_.raw("additionalProperties", "false");
        writer_.close();
    }

  private:
    void write_member(const json::Member& member) {
        const Keyword keyword = keyword_of(member.key);
        // The older and the newer word for the same, side by side, must not become one name twice.
        if (!keyword.written_as.empty() && schema_.find(keyword.written_as)) {
            if (keyword.treatment != Treatment::named) tell(member);  // definitions are written with the newer word's
            return;
        }
        switch (keyword.treatment) {
            case Treatment::described: return tell(member);
            case Treatment::left_out:
            case Treatment::closed: return;
            case Treatment::copied: return writer_.copy(member);
            case Treatment::schema:
                if (!member.value.is(json::Kind::object)) return tell(member);  // a list of schemas, by place
                return append_schema(begin(keyword), member.value);
            case Treatment::schemas: return write_list(keyword, member.value);
            case Treatment::named: return write_named(keyword, member.value);
            case Treatment::reference: return append_reference(begin(keyword), member.value.raw());
            case Treatment::description: description_ = member.value; return;
            case Treatment::format: return is_format(member.value) ? writer_.copy(member) : tell(member);
            case Treatment::min_items: return member.value.integer().value_or(2) <= 1 ? writer_.copy(member) : tell(member);
        }
    }

    std::string& begin(const Keyword& keyword) {
        return writer_.foreign_key(keyword.written_as.empty() ? keyword.name : keyword.written_as);
    }

    void write_list(const Keyword& keyword, json::Value schemas) {
        begin(keyword) += '[';
        for (const json::Value schema : schemas.elements()) {
            if (out_.back() != '[') out_ += ',';
            append_schema(out_, schema);
        }
        out_ += ']';
    }

    void write_named(const Keyword& keyword, json::Value schemas) {
        json::ObjectWriter named(begin(keyword));
        for (const json::Member member : schemas.members()) append_schema(named.foreign_key(member.key.string()), member.value);
        if (keyword.name == "$defs") add_older_definitions(named, schemas);
        named.close();
    }

    void add_older_definitions(json::ObjectWriter& named, json::Value newer) {
        for (const json::Member member : schema_.find("definitions").members()) {
            const std::string name = member.key.string();
            if (!newer.find(name)) append_schema(named.foreign_key(name), member.value);
        }
    }

    void tell(const json::Member& member) {
        if (!told_.empty()) told_ += ", ";
        told_ += member.key.string();
        told_ += ": ";
        told_ += member.value.is(json::Kind::string) ? member.value.string() : std::string(member.value.raw());
    }

    void write_description() {
        std::string text = description_.is(json::Kind::string) ? description_.string() : std::string();
        if (!told_.empty()) text += (text.empty() ? "(" : " (") + told_ + ")";
        writer_.string("description", text);
    }

    std::string& out_;
    json::Value schema_;
    json::ObjectWriter writer_;
    json::Value description_;
    std::string told_;  // keywords that are left out, for the description
};

}  // namespace

void append_schema(std::string& out, json::Value schema) {
    if (!schema.is(json::Kind::object)) {  // true and false are schemas, too
        out += schema.raw();
        return;
    }
    SchemaWriter(out, schema).write();
}

}  // namespace parley::providers::claude
