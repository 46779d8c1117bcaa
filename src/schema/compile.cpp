#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <unordered_map>

#include "schema/canonical.hpp"
#include "schema/compiled_schema.hpp"
#include "schema/inplace_cycle.hpp"
#include "schema/references.hpp"

namespace parley::schema {
namespace {

using json::Kind;
using json::Value;

/// Schemas within a schema, at most: what providers take is far smaller.
constexpr std::size_t nodes_max = 20'000;
/// A longer schema is not compiled, nor one with more in its patterns: it happens on a loop's thread.
constexpr std::size_t text_bytes_max = 1 << 20;
constexpr std::size_t pattern_instructions_max = 200'000;

/// Keywords that change what is valid, and that nobody here knows how to check. Source: JSON Schema 2020-12, Core, sections 8 and 11.
constexpr std::array<std::string_view, 4> not_checked = {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"};

struct TypeName {
    std::string_view name;
    TypeSet types;
};
constexpr std::array<TypeName, 7> type_names = {{{"null", null_type}, {"boolean", boolean_type}, {"integer", integer_type}, {"number", number_type},
                                                 {"string", string_type}, {"array", array_type}, {"object", object_type}}};

/// Reads schemas one after another; those that a schema holds or refers to wait their turn.
class Compiler {
  public:
    Compiler(Value root, std::vector<Node>& nodes) : root_(root), nodes_(nodes) {}

    /// What is wrong, or nothing.
    std::optional<std::string> run() {
        if (has_inner_id(root_)) return "a schema within has an $id of its own, and cannot be checked";
        node_of(root_);
        while (!waiting_.empty() && !fault_) {
            const auto [index, source] = waiting_.front();
            waiting_.pop_front();
            current_ = source;
            Node node;
            read(source, node);
            nodes_[index] = std::move(node);
        }
        if (!fault_ && has_inplace_cycle(nodes_)) fault_ = "a schema within is nothing but itself";
        return fault_;
    }

    std::size_t patterns() const { return patterns_; }

  private:
    /// The first fault is kept: where it is, by the keyword and its place in the text.
    void fail(std::string_view keyword, std::string_view why) {
        if (fault_) return;
        fault_ = std::string(keyword) + " at byte " + std::to_string(current_.begin()) + " of the schema " + std::string(why);
    }

    NodeIndex node_of(Value source) {
        if (const auto known = known_.find(source.begin()); known != known_.end()) return known->second;
        if (nodes_.size() == nodes_max) fail("$ref", "makes too many schemas");
        const auto index = static_cast<NodeIndex>(nodes_.size());
        if (nodes_.size() < nodes_max) nodes_.emplace_back();
        known_.emplace(source.begin(), index);
        waiting_.emplace_back(index, source);
        return index;
    }

    NodeIndex schema_in(std::string_view keyword, Value value) {
        if (!value.is(Kind::object) && !value.is(Kind::boolean)) fail(keyword, "must be a schema");
        return node_of(value);
    }

    // Keywords by the form of their values. What is absent is left as it is.

    void read_schema(Value schema, std::string_view keyword, MaybeNode& into) {
        if (const Value value = schema.find(keyword)) into = schema_in(keyword, value);
    }

    void read_list(Value schema, std::string_view keyword, std::vector<NodeIndex>& into) {
        const Value list = schema.find(keyword);
        if (!list) return;
        if (!list.is(Kind::array) || list.size() == 0) return fail(keyword, "must be a list of schemas");
        for (const Value element : list.elements()) into.push_back(schema_in(keyword, element));
    }

    template <class Names>
    void read_names(Value schema, std::string_view keyword, Names& into) {
        const Value names = schema.find(keyword);
        if (names && !names.is(Kind::object)) return fail(keyword, "must be an object of schemas");
        for (const json::Member member : names.members()) into.emplace(member.key.string(), schema_in(keyword, member.value));
    }

    std::vector<std::string> strings_in(std::string_view keyword, Value list) {
        std::vector<std::string> strings;
        if (!list.is(Kind::array)) fail(keyword, "must be a list of names");
        for (const Value name : list.elements()) {
            if (!name.is(Kind::string)) fail(keyword, "must be a list of names");
            strings.push_back(name.string());
        }
        return strings;
    }

    void read_number(Value schema, std::string_view keyword, std::optional<ExactNumber>& into) {
        const Value value = schema.find(keyword);
        if (!value) return;
        if (!value.is(Kind::number)) return fail(keyword, "must be a number");
        into.emplace(value.raw());
    }

    void read_count(Value schema, std::string_view keyword, std::uint64_t& into) {
        const Value value = schema.find(keyword);
        if (!value) return;
        const ExactNumber count(value.is(Kind::number) ? value.raw() : "-1");
        if (!count.is_integer() || count < ExactNumber("0")) return fail(keyword, "must be a whole number");
        into = count > ExactNumber("1000000000000") ? ~std::uint64_t{0} : static_cast<std::uint64_t>(*value.number());
    }

    void read_flag(Value schema, std::string_view keyword, bool& into) {
        const Value value = schema.find(keyword);
        if (value && !value.is(Kind::boolean)) return fail(keyword, "must be a boolean");
        if (value) into = *value.boolean();
    }

    std::optional<Pattern> pattern_of(std::string_view keyword, Value expression) {
        if (!expression.is(Kind::string)) fail(keyword, "must be a string");
        std::optional<Pattern> pattern = Pattern::compile(expression.string());
        if (!pattern) {
            fail(keyword, "is no regular expression that can be matched in linear time (no look-around, no back-references), or a very large one");
            return pattern;
        }
        pattern_instructions_ += pattern->instructions();
        ++patterns_;
        if (pattern_instructions_ > pattern_instructions_max) fail(keyword, "makes too many patterns");
        return pattern;
    }

    // Keywords by what they are about.

    void read(Value schema, Node& node) {
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

    void read_types(Value schema, Node& node) {
        const Value type = schema.find("type");
        if (!type) return;
        node.types = 0;
        if (type.is(Kind::string)) add_type(type, node);
        for (const Value name : type.elements()) add_type(name, node);
        if (node.types == 0) fail("type", "names no type");
    }

    void add_type(Value name, Node& node) {
        const auto known = std::find_if(type_names.begin(), type_names.end(), [&](const TypeName& known) { return name.equals(known.name); });
        if (known == type_names.end()) return fail("type", "names a type that there is not");
        node.types |= known->types;
    }

    void read_values(Value schema, Node& node) {
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

    static std::string canonical(Value value) {
        std::string text;
        append_canonical(text, value);
        return text;
    }

    void read_bounds(Value schema, Node& node) {
        read_number(schema, "minimum", node.minimum);
        read_number(schema, "maximum", node.maximum);
        read_number(schema, "exclusiveMinimum", node.above);
        read_number(schema, "exclusiveMaximum", node.below);
        read_number(schema, "multipleOf", node.multiple_of);
        if (!node.multiple_of) return;
        if (!node.multiple_of->is_positive()) fail("multipleOf", "must be more than 0");
        if (!node.multiple_of->can_divide()) fail("multipleOf", "has too many digits to be checked");
    }

    void read_text_rules(Value schema, Node& node) {
        read_count(schema, "minLength", node.length.min);
        read_count(schema, "maxLength", node.length.max);
        if (const Value expression = schema.find("pattern")) node.pattern = pattern_of("pattern", expression);
    }

    void read_array_rules(Value schema, Node& node) {
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

    void read_object_rules(Value schema, Node& node) {
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

    void read_combinations(Value schema, Node& node) {
        read_reference(schema, node);
        read_list(schema, "allOf", node.all_of);
        read_list(schema, "anyOf", node.any_of);
        read_list(schema, "oneOf", node.one_of);
        read_schema(schema, "not", node.negated);
        read_schema(schema, "if", node.condition);
        read_schema(schema, "then", node.then_schema);
        read_schema(schema, "else", node.else_schema);
    }

    void read_reference(Value schema, Node& node) {
        const Value reference = schema.find("$ref");
        if (!reference) return;
        if (!reference.is(Kind::string)) return fail("$ref", "must be a string");
        const Value target = find_reference(root_, reference.string());
        if (!target) return fail("$ref", "refers to nothing within it, and nothing is fetched");
        node.ref = schema_in("$ref", target);
    }

    const Value root_;
    std::vector<Node>& nodes_;
    std::unordered_map<std::size_t, NodeIndex> known_;  // by where they stand in the text
    std::deque<std::pair<NodeIndex, Value>> waiting_;
    Value current_;
    std::size_t patterns_ = 0;
    std::size_t pattern_instructions_ = 0;
    std::optional<std::string> fault_;
};

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

}  // namespace

Result<std::shared_ptr<const CompiledSchema>> CompiledSchema::compile(std::string_view text) {
    if (text.size() > text_bytes_max) return refuse("the schema is too long to be checked");
    json::Document document;
    if (const json::ParseError error = document.parse(text)) return refuse("the schema is no JSON: " + describe(error));
    const Value root = document.root();
    if (!root.is(Kind::object) && !root.is(Kind::boolean)) return refuse("a schema is an object or a boolean");
    std::shared_ptr<CompiledSchema> schema(new CompiledSchema);
    Compiler compiler(root, schema->nodes_);
    if (auto fault = compiler.run()) return refuse(std::move(*fault));
    schema->text_bytes_ = text.size();
    schema->patterns_ = compiler.patterns();
    return std::shared_ptr<const CompiledSchema>(std::move(schema));
}

TypeSet type_of(Value value) {
    switch (value.kind()) {
        case Kind::null: return null_type;
        case Kind::boolean: return boolean_type;
        case Kind::string: return string_type;
        case Kind::array: return array_type;
        case Kind::object: return object_type;
        case Kind::number: break;
    }
    return ExactNumber(value.raw()).is_integer() ? integer_type : fraction_type;
}

}  // namespace parley::schema
