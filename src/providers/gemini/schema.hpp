// schema.hpp: JSON Schemas, of tools and of answers, in the forms that Gemini takes.
//
// Callers write all of JSON Schema. Some of it these forms say differently, some not at all: what cannot be said is left out, so that
// the model is bound less than the caller wished rather than not at all.
//
// Sources: Gemini API reference, "Schema" and "FunctionDeclaration.parametersJsonSchema"; Gemini API docs, "Structured output".
#pragma once

#include <cstddef>
#include <string>

#include "catalog/gemini_rules.hpp"
#include "json/document.hpp"

namespace parley::providers::gemini {

/// References that are spelled out could make a page of schema endless.
inline constexpr std::size_t schema_bytes_max = 256 * 1024;

struct SchemaForm {
    catalog::GeminiSchemas dialect = catalog::GeminiSchemas::json_schema;
    /// Without enumerations and bounds: for a provider that found the schema too complex.
    bool relaxed = false;
};

/// Appends `schema`, an object, in that form. False when the result would exceed schema_bytes_max; `out` then holds a part of it.
bool append_schema(std::string& out, json::Value schema, const SchemaForm& form);

/// Whether a function with these parameters (absent, or a schema) is called with none: then nothing is said of them.
bool takes_nothing(json::Value parameters);

// The two dialects.
bool append_json_schema(std::string& out, json::Value schema, bool relaxed);
bool append_open_api_schema(std::string& out, json::Value schema, bool relaxed);

}  // namespace parley::providers::gemini
