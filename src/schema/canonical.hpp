// canonical.hpp: a value in the one way to write it: two values are equal in JSON Schema's sense when these texts are.
#pragma once

#include <string>

#include "json/document.hpp"

namespace parley::schema {

/// Members in the order of their names, numbers without zeros at their ends, texts with the fewest escapes.
/// Source: JSON Schema 2020-12, Core, section 4.2.2.
void append_canonical(std::string& out, json::Value value);

}  // namespace parley::schema
