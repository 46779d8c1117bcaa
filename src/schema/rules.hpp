// rules.hpp: the rules of schemas in words.
#pragma once

#include <string>
#include <string_view>

#include "schema/compiled_schema.hpp"

namespace parley::schema {

/// "must be an integer", "must be a string or null"
std::string type_rule(TypeSet types);

/// "must have at least 1 elements", "must have at most 5 characters", "must have from 1 to 5 members"
std::string range_rule(std::string_view verb, Range range, std::string_view what);

/// The types of values that might fit the node, as far as its `type` says, its reference's, and those of all that it must fit.
TypeSet types_taken(const CompiledSchema& schema, NodeIndex node);

}  // namespace parley::schema
