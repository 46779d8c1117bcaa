// coerce_scalar.hpp: a text that is a number, a number that is wanted as a text.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {

/// The number, boolean or null that a text says, if it is of one of the types; a number as a text where there may be texts.
///
/// value  of none of the types
std::optional<std::string> coerce_scalar(json::Value value, TypeSet types);

}  // namespace parley::schema
