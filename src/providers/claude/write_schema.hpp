// write_schema.hpp: a JSON Schema with no more in it than Anthropic's structured outputs understand.
#pragma once

#include <string>

#include "json/document.hpp"

namespace parley::providers::claude {

/// Appends `schema`, rewritten: `oneOf` becomes `anyOf`, `definitions` becomes `$defs` (also in references), every object is
/// closed to further properties. What bounds numbers, texts and lists is refused there, so it moves into the description, where
/// the model can read it; `$schema`, `$id`, `default` and `examples` are left out. Order and spelling of the rest stay. Source:
/// Anthropic docs, "Structured outputs", "JSON Schema limitations".
void append_schema(std::string& out, json::Value schema);

}  // namespace parley::providers::claude
