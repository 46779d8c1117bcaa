#include "schema/rules.hpp"

#include <array>
#include <vector>

namespace parley::schema {
namespace {

struct TypeWord {
    TypeSet type;
    std::string_view word;
};
constexpr std::array<TypeWord, 7> words = {{{object_type, "an object"},
                                            {array_type, "an array"},
                                            {string_type, "a string"},
                                            {number_type, "a number"},
                                            {integer_type, "an integer"},
                                            {boolean_type, "a boolean"},
                                            {null_type, "null"}}};

}  // namespace

std::string type_rule(TypeSet types) {
    std::string rule = "must be ";
    std::string_view separator;
    for (const auto& [type, word] : words) {
        if ((types & type) != type) continue;
        types &= static_cast<TypeSet>(~type);
        rule.append(separator).append(word);
        separator = " or ";
    }
    return rule;
}

std::string range_rule(std::string_view verb, Range range, std::string_view what) {
    std::string rule(verb);
    const bool has_max = range.max != ~std::uint64_t{0};
    if (has_max && range.min == range.max) {
        rule += ' ' + std::to_string(range.min);
    } else if (has_max && range.min > 0) {
        rule += " from " + std::to_string(range.min) + " to " + std::to_string(range.max);
    } else if (has_max) {
        rule += " at most " + std::to_string(range.max);
    } else {
        rule += " at least " + std::to_string(range.min);
    }
    return rule.append(1, ' ').append(what);
}

TypeSet types_taken(const CompiledSchema& schema, NodeIndex node) {
    std::vector<NodeIndex> asked = {node};  // no cycles: a schema that is nothing but itself is not compiled
    constexpr std::size_t looks_max = 64;
    TypeSet types = any_type;
    for (std::size_t at = 0; at < asked.size() && at < looks_max; ++at) {
        const Node& look = schema[asked[at]];
        types = look.is_never ? 0 : types & look.types;
        if (look.ref) asked.push_back(*look.ref);
        asked.insert(asked.end(), look.all_of.begin(), look.all_of.end());
    }
    return types;
}

}  // namespace parley::schema
