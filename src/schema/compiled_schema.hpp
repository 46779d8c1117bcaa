// compiled_schema.hpp: a JSON Schema, read once and ready to be held against values.
//
// Every schema within it is a node; nodes refer to each other by number, so a schema may contain itself. Immutable and safe to share
// between threads.
// Source: JSON Schema 2020-12, Core and Validation; of draft 7 what callers still write (`definitions`, `dependencies`, lists of
// `items`). `format`, `contentEncoding` and their like are annotations, as the specification has it. docs/decisions/0019.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"
#include "schema/exact_number.hpp"
#include "schema/pattern.hpp"

namespace parley::schema {

using NodeIndex = std::uint32_t;
using MaybeNode = std::optional<NodeIndex>;

/// A set of the types of values, an integer being a number of its own kind.
using TypeSet = std::uint8_t;
enum Type : TypeSet {
    null_type = 1,
    boolean_type = 2,
    integer_type = 4,
    fraction_type = 8,  // a number that is no integer
    string_type = 16,
    array_type = 32,
    object_type = 64,
    number_type = integer_type | fraction_type,
    any_type = 127,
};
/// The one type that a value has.
TypeSet type_of(json::Value value);

/// From so many to so many: lengths, elements, members.
struct Range {
    std::uint64_t min = 0;
    std::uint64_t max = ~std::uint64_t{0};
    bool is_open() const { return min == 0 && max == ~std::uint64_t{0}; }
    bool has(std::uint64_t count) const { return count >= min && count <= max; }
};

/// One schema. What it does not ask for is empty.
struct Node {
    bool is_never = false;  // the schema `false`
    TypeSet types = any_type;
    std::optional<std::unordered_set<std::string>> values;  // canonical: of `enum` and `const`
    bool is_one_value = false;                              // a `const`

    std::optional<ExactNumber> minimum, maximum, above, below, multiple_of;

    Range length;  // in code points
    std::optional<Pattern> pattern;

    std::vector<NodeIndex> first_items;
    MaybeNode items, contains;
    Range item_count, contained{.min = 1};
    bool has_unique_items = false;

    std::map<std::string, NodeIndex, std::less<>> properties;
    std::vector<std::pair<Pattern, NodeIndex>> pattern_properties;
    MaybeNode additional_properties, property_names;
    std::vector<std::string> required;
    std::map<std::string, std::vector<std::string>, std::less<>> dependent_required;
    Range member_count;

    // Of the same value.
    MaybeNode ref, negated, condition, then_schema, else_schema;
    std::vector<NodeIndex> all_of, any_of, one_of;
    std::map<std::string, NodeIndex, std::less<>> dependent_schemas;
};

class CompiledSchema {
  public:
    /// Errors  bad_request, with a message that says where and why: what is no schema, and what cannot be checked: a reference to
    ///         somewhere else, a schema that is nothing but itself, a pattern that RE2 cannot match, `unevaluatedProperties`.
    static Result<std::shared_ptr<const CompiledSchema>> compile(std::string_view text);

    static constexpr NodeIndex root = 0;
    const Node& operator[](NodeIndex index) const { return nodes_[index]; }
    std::size_t size() const { return nodes_.size(); }

    /// About how much memory it takes, or may come to take.
    std::size_t memory_bytes() const {
        return sizeof(*this) + text_bytes_ * 8 + nodes_.size() * sizeof(Node) + patterns_ * Pattern::memory_bytes_max;
    }

  private:
    CompiledSchema() = default;

    std::vector<Node> nodes_;
    std::size_t text_bytes_ = 0;
    std::size_t patterns_ = 0;
};

}  // namespace parley::schema
