#include "providers/openai/moonshot_schema.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "json/write.hpp"

namespace parley::providers::openai_dialect {
namespace {

/// Keywords whose value is a schema, a list of them, or schemas by name. Source: JSON Schema 2020-12, Core, 10 and 11.
constexpr std::array of_a_schema = {std::string_view("items"), std::string_view("additionalProperties"), std::string_view("not")};
constexpr std::array of_a_list = {std::string_view("anyOf"), std::string_view("oneOf"), std::string_view("allOf")};
constexpr std::array of_a_map = {std::string_view("properties"), std::string_view("$defs"), std::string_view("definitions")};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& names, json::Value key) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return key.equals(name); });
}

class Bender {
  public:
    std::string out;
    bool has_changed = false;

    /// `type` is what the schema is where it says nothing itself, as JSON; empty: nothing is known.
    void write(json::Value schema, std::string_view type, bool is_root) {
        if (!schema.is(json::Kind::object)) {  // true and false are schemas, too
            out += schema.raw();
            return;
        }
        const json::Value own_type = schema.find("type");
        const bool has_branches = schema.find("anyOf").is(json::Kind::array);
        json::ObjectWriter writer(out);
        for (const json::Member member : schema.members()) {
            const bool goes = (is_root && member.key.equals("$schema")) || (has_branches && member.key.equals("type"));
            has_changed = has_changed || goes;
            if (!goes) write_member(writer, member, own_type ? own_type.raw() : std::string_view());
        }
        if (!type.empty() && !own_type && !has_branches && !schema.find("$ref")) {
            writer.raw("type", type);
            has_changed = true;
        }
        writer.close();
    }

  private:
    void write_member(json::ObjectWriter& writer, const json::Member& member, std::string_view type) {
        const json::Value value = member.value;
        if (member.key.equals("items") && value.is(json::Kind::array)) {
            write_tuple(writer.key("items"), value);
        } else if (is_one_of(of_a_schema, member.key)) {
            writer.foreign_key(member.key.string());
            write(value, {}, false);
        } else if (is_one_of(of_a_list, member.key) && value.is(json::Kind::array)) {
            writer.foreign_key(member.key.string());
            write_list(value, member.key.equals("anyOf") ? type : std::string_view());
        } else if (is_one_of(of_a_map, member.key) && value.is(json::Kind::object)) {
            writer.foreign_key(member.key.string());
            write_map(value);
        } else {
            writer.copy(member);
        }
    }

    void write_list(json::Value schemas, std::string_view type) {
        out += '[';
        bool is_first = true;
        for (const json::Value schema : schemas.elements()) {
            if (!is_first) out += ',';
            is_first = false;
            write(schema, type, false);
        }
        out += ']';
    }

    void write_map(json::Value schemas) {
        json::ObjectWriter writer(out);
        for (const json::Member member : schemas.members()) {
            writer.foreign_key(member.key.string());
            write(member.value, {}, false);
        }
        writer.close();
    }

    /// Each place of the list may then hold what any of them could.
    void write_tuple(std::string& here, json::Value schemas) {
        has_changed = true;
        if (schemas.size() == 1) {
            for (const json::Value schema : schemas.elements()) write(schema, {}, false);
            return;
        }
        here += R"({"anyOf":)";
        write_list(schemas, {});
        here += '}';
    }
};

}  // namespace

std::optional<std::string> bend_for_moonshot(json::Value schema) {
    Bender bender;
    bender.write(schema, "\"object\"", true);
    if (!bender.has_changed) return std::nullopt;
    return std::move(bender.out);
}

}  // namespace parley::providers::openai_dialect
