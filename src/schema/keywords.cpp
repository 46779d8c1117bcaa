// keywords.cpp: what each keyword of a schema asks for.
#include <algorithm>
#include <array>

#include "schema/canonical.hpp"
#include "schema/compiler.hpp"
#include "schema/references.hpp"

namespace parley::schema {
namespace {

using json::Kind;
using json::Value;

/// Keywords that change what is valid, and that nobody here knows how to check. Source: JSON Schema 2020-12, Core, sections 8 and 11.
constexpr std::array<std::string_view, 4> not_checked = {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"};

struct TypeName {
    std::string_view name;
    TypeSet types;
};
constexpr std::array<TypeName, 7> type_names = {{{"null", null_type},
                                                 {"boolean", boolean_type},
                                                 {"integer", integer_type},
                                                 {"number", number_type},
                                                 {"string", string_type},
                                                 {"array", array_type},
                                                 {"object", object_type}}};

std::string canonical(Value value) {
    std::string text;
    append_canonical(text, value);
    return text;
}

}  // namespace

void Compiler::read(Value schema, Node& node) {
    if (schema.is(Kind::boolean)) return void(node.is_never = !*schema.boolean());
    for (const std::string_view keyword : not_checked) {
        if (schema.find(keyword)) fail(keyword, "cannot be checked");
    }
    read_types(schema, node);
    read_values(schema, node);
    read_bounds(schema, node);
    read_text_rules(schema, node);
    read_array_rules(schema, node);
    read_object_rules(schema, node);
    read_combinations(schema, node);
}

void Compiler::read_types(Value schema, Node& node) {
    const Value type = schema.find("type");
    if (!type) return;
    node.types = 0;
    if (type.is(Kind::string)) add_type(type, node);
    for (const Value name : type.elements()) add_type(name, node);
    if (node.types == 0) fail("type", "names no type");
}

void Compiler::add_type(Value name, Node& node) {
    const auto known = std::find_if(type_names.begin(), type_names.end(), [&](const TypeName& known) { return name.equals(known.name); });
    if (known == type_names.end()) return fail("type", "names a type that there is not");
    node.types |= known->types;
}

void Compiler::read_values(Value schema, Node& node) {
    const Value list = schema.find("enum");
    const Value one = schema.find("const");
    if (list && !list.is(Kind::array)) return fail("enum", "must be a list of values");
    if (list) {
        node.values.emplace();
        for (const Value value : list.elements()) node.values->insert(canonical(value));
    }
    if (!one) return;
    const bool is_possible = !list || node.values->contains(canonical(one));
    node.values.emplace();
    if (is_possible) node.values->insert(canonical(one));
    node.is_one_value = true;
}

void Compiler::read_bounds(Value schema, Node& node) {
    read_number(schema, "minimum", node.minimum);
    read_number(schema, "maximum", node.maximum);
    read_number(schema, "exclusiveMinimum", node.above);
    read_number(schema, "exclusiveMaximum", node.below);
    read_number(schema, "multipleOf", node.multiple_of);
    if (!node.multiple_of) return;
    if (!node.multiple_of->is_positive()) fail("multipleOf", "must be more than 0");
    if (!node.multiple_of->can_divide()) fail("multipleOf", "has too many digits to be checked");
}

void Compiler::read_text_rules(Value schema, Node& node) {
    read_count(schema, "minLength", node.length.min);
    read_count(schema, "maxLength", node.length.max);
    if (const Value expression = schema.find("pattern")) node.pattern = pattern_of("pattern", expression);
}

void Compiler::read_array_rules(Value schema, Node& node) {
    const bool is_older = schema.find("items").is(Kind::array);  // draft 7: then additionalItems is what items is today
    read_list(schema, is_older ? "items" : "prefixItems", node.first_items);
    read_schema(schema, is_older ? "additionalItems" : "items", node.items);
    read_schema(schema, "contains", node.contains);
    read_count(schema, "minItems", node.item_count.min);
    read_count(schema, "maxItems", node.item_count.max);
    read_count(schema, "minContains", node.contained.min);
    read_count(schema, "maxContains", node.contained.max);
    read_flag(schema, "uniqueItems", node.has_unique_items);
}

void Compiler::read_object_rules(Value schema, Node& node) {
    read_names(schema, "properties", node.properties);
    for (const json::Member member : schema.find("patternProperties").members()) {
        std::optional<Pattern> pattern = pattern_of("patternProperties", member.key);
        if (pattern) node.pattern_properties.emplace_back(std::move(*pattern), schema_in("patternProperties", member.value));
    }
    read_schema(schema, "additionalProperties", node.additional_properties);
    read_schema(schema, "propertyNames", node.property_names);
    read_count(schema, "minProperties", node.member_count.min);
    read_count(schema, "maxProperties", node.member_count.max);
    if (const Value names = schema.find("required")) node.required = strings_in("required", names);
    for (const json::Member member : schema.find("dependentRequired").members()) {
        node.dependent_required.emplace(member.key.string(), strings_in("dependentRequired", member.value));
    }
    read_names(schema, "dependentSchemas", node.dependent_schemas);
    for (const json::Member member : schema.find("dependencies").members()) {  // draft 7: both of them in one
        const std::string name = member.key.string();
        if (member.value.is(Kind::array)) {
            node.dependent_required.emplace(name, strings_in("dependencies", member.value));
        } else {
            node.dependent_schemas.emplace(name, schema_in("dependencies", member.value));
        }
    }
}

void Compiler::read_combinations(Value schema, Node& node) {
    read_reference(schema, node);
    read_list(schema, "allOf", node.all_of);
    read_list(schema, "anyOf", node.any_of);
    read_list(schema, "oneOf", node.one_of);
    read_schema(schema, "not", node.negated);
    read_schema(schema, "if", node.condition);
    read_schema(schema, "then", node.then_schema);
    read_schema(schema, "else", node.else_schema);
}

void Compiler::read_reference(Value schema, Node& node) {
    const Value reference = schema.find("$ref");
    if (!reference) return;
    if (!reference.is(Kind::string)) return fail("$ref", "must be a string");
    const Value target = find_reference(root_, reference.string());
    if (!target) return fail("$ref", "refers to nothing within it, and nothing is fetched");
    node.ref = schema_in("$ref", target);
}

}  // namespace parley::schema
