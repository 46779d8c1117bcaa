// schema_instance.hpp: a small JSON value that fits a JSON Schema, for simulated tool arguments and structured answers.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::simulate {

/// Levels of the instance that are filled in; deeper (a recursive schema) becomes null.
inline constexpr int schema_depth_max = 16;
/// The most elements of an array and bytes of a string made up to satisfy minItems and minLength.
inline constexpr std::int64_t schema_fill_max = 1024;

/// Prints a minimal instance: required properties only, the first value of an enum, the first branch of anyOf and
/// oneOf, the least number, the shortest array. Understands const, enum, default, type, properties, required, items,
/// minItems, minLength, minimum, exclusiveMinimum, format (date, date-time, email, uri, uuid), anyOf, oneOf, allOf (its
/// first branch) and $ref within the schema (#/$defs/...). What else a schema demands (pattern, not, if) is not met.
std::string schema_instance(json::Value schema);

/// The same from text. A schema that is missing or no JSON object gives `{}`.
std::string schema_instance(std::string_view schema);

}  // namespace parley::simulate
