// references.hpp: what a `$ref` refers to within the schema that it stands in.
#pragma once

#include <optional>
#include <string_view>

#include "json/document.hpp"

namespace parley::schema {

/// Absent where it refers to nothing in this schema: nothing is ever fetched.
///
/// reference  `#`, `#/$defs/address` (RFC 6901, in a URI's fragment) or `#name` (`$anchor`); or the same behind the schema's own `$id`
json::Value find_reference(json::Value root, std::string_view reference);

/// Whether a schema within has an `$id` of its own, from which references are then counted.
bool has_inner_id(json::Value root);

}  // namespace parley::schema
