// gemini_rules.hpp: how families of Gemini's models differ from each other. Part of DialectRules; only the translator of that
// dialect reads them.
//
// A default GeminiRules is a model of the third generation at the Gemini API.
#pragma once

#include <cstdint>

namespace parley::catalog {

/// How a model is told how much to think.
enum class GeminiThinking : std::uint8_t {
    level,   // by a word: DialectRules::efforts says which it knows
    budget,  // by a number of tokens
    none,    // it does not think
};

/// In which form it takes schemas, of tools and of the answer.
enum class GeminiSchemas : std::uint8_t {
    json_schema,  // a part of JSON Schema, references included
    open_api,     // a part of OpenAPI 3.0's schema object: no references, no `const`, one type each
};

/// A plain value, shared by being part of the snapshot.
struct GeminiRules {
    GeminiThinking thinking = GeminiThinking::level;
    std::int64_t thinking_budget_min = 0;      // tokens; of a model that is told by a number
    std::int64_t thinking_budget_max = 24576;  // likewise
    bool thinking_can_be_off = false;          // a budget of 0 is taken, whatever the least one is
    bool thoughts = true;                      // callers who ask for reasoning get it to read
    GeminiSchemas schemas = GeminiSchemas::json_schema;
    bool schema_with_tools = true;           // the answer's form may be asked for while there are tools
    bool system_instruction = true;          // instructions have a place of their own; else they open the first turn
    bool signatures_required = true;         // refuses calls in the history without what it has signed
    bool call_ids = true;                    // takes the ids of calls
    std::int64_t output_tokens_max = 65536;  // thinking included

    bool operator==(const GeminiRules&) const = default;
};

}  // namespace parley::catalog
