// inplace_cycle.hpp: schemas that ask of a value nothing but themselves.
#pragma once

#include <vector>

#include "schema/compiled_schema.hpp"

namespace parley::schema {

/// Calls `look(index)` for every schema that the node asks of the very value that it is asked of.
template <class Look>
void for_each_inplace(const Node& node, Look look) {
    for (const MaybeNode& inner : {node.ref, node.negated, node.condition, node.then_schema, node.else_schema}) {
        if (inner) look(*inner);
    }
    for (const auto* list : {&node.all_of, &node.any_of, &node.one_of}) {
        for (const NodeIndex inner : *list) look(inner);
    }
    for (const auto& [name, inner] : node.dependent_schemas) look(inner);
}

/// Whether a value would never be done with: `{"$ref": "#"}`. A schema that contains itself further down is none of these.
bool has_inplace_cycle(const std::vector<Node>& nodes);

}  // namespace parley::schema
