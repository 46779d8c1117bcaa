// form_in_words.hpp: the form of an answer as a sentence, for models that take no field for it, or not this one.
#pragma once

#include <string>

#include "json/document.hpp"

namespace parley::providers {

/// Asks for JSON, and for that of the schema where `response_format` brings one; a model with tools may still call them.
std::string form_in_words(json::Value response_format, bool has_tools);

}  // namespace parley::providers
