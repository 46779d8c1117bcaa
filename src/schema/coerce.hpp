// coerce.hpp: a value put in the form that a schema asks for, where the value says what is meant.
//
// What is done, wherever the schema allows the new form and not the old one:
//
//     "3"  "true"  "null"     the number, the boolean, the null that the text is ("True", "False" and "None" as Python writes them)
//     3                       the text of the number, digit by digit
//     "{\"a\": 1}"            the object or the list whose text it is
//     {"a": 1}  3  true       a list of one; a text only where the list's elements are listed in the schema and it is one of them:
//                             "red, blue" may be two
//     {"a": 1, "note": 2}     without the member that the schema neither names nor allows, if that is asked for
//
// Nothing is filled in, nothing is guessed, no digit is lost. Whether the result is valid is for check() to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "json/document.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {

/// What becomes of members that the schema neither names nor allows.
enum class Unknown : std::uint8_t { kept, dropped };

/// The changed value's text, or nothing where nothing is changed.
std::optional<std::string> coerce(const CompiledSchema& schema, json::Value value, Unknown unknown);

}  // namespace parley::schema
