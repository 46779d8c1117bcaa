// shown_tools.hpp: which of a caller's tools a model is shown, for the dialects that write them anew.
#pragma once

#include <vector>

#include "json/document.hpp"
#include "openai/chat_request.hpp"

namespace parley::providers {

/// `{"type": "custom", "custom": {...}}`: a tool whose argument is one free text. Absent for a function.
json::Value custom_of(json::Value tool);
/// What names the tool: its `custom` or its `function`.
json::Value function_of(json::Value tool);

/// The caller's tools that the model is shown, in their order: of two with one name the first, and of `allowed_tools` those that
/// it names, unless it names one that is not there.
std::vector<json::Value> shown_tools(const openai::ChatRequest& request);

}  // namespace parley::providers
