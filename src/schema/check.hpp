// check.hpp: a value held against a schema.
#pragma once

#include <cstddef>
#include <vector>

#include "json/document.hpp"
#include "schema/compiled_schema.hpp"
#include "schema/violation.hpp"

namespace parley::schema {

/// So many are told.
inline constexpr std::size_t violations_max = 16;

/// What a check may cost, in steps of some tens of nanoseconds. Schemas can be written whose checks take forever; such a check is given
/// up, and is a violation of its own.
///
/// value_bytes  of the value's text
std::size_t steps_for(std::size_t value_bytes);

/// What the value breaks, outermost first; empty: it is valid. Of a value that must fit one of several schemas the violations are those
/// of the only one that it could have meant, where there is just one.
///
/// node  the part of the schema that is meant
std::vector<Violation> check(const CompiledSchema& schema, json::Value value, NodeIndex node = CompiledSchema::root);

}  // namespace parley::schema
