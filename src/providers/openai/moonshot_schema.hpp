// moonshot_schema.hpp: a JSON Schema in the flavour that Moonshot takes.
//
// What it refuses has a form that says the same: a `type` beside `anyOf` goes into the branches, a list of `items` becomes one schema
// that allows each of them, `$schema` goes, and the outermost schema says that it is an object.
// Source: Moonshot AI docs, "Moonshot Flavored JSON Schema".
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::providers::openai_dialect {

/// Nullopt where nothing is to be changed. As deep as the request may be: json::ParseOptions::depth_max.
std::optional<std::string> bend_for_moonshot(json::Value schema);

}  // namespace parley::providers::openai_dialect
