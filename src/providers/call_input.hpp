// call_input.hpp: the arguments of a past call, for the dialects that take an object where OpenAI has a text.
#pragma once

#include <string>

#include "json/document.hpp"

namespace parley::providers {

/// A call's arguments as an object, which is what `input` must be: "" and nothing are {}, and what is no object is its "value".
/// Appends caller's bytes: order and numbers stay.
void append_input(std::string& out, json::Value arguments, bool is_custom);

}  // namespace parley::providers
