// tool_parameters.hpp: the schemas of a tool's parameters, for the dialects that insist on an object.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"
#include "providers/gather_body.hpp"

namespace parley::providers {

/// Of a tool that takes nothing, and of a custom tool, which takes one text.
inline constexpr std::string_view no_parameters = R"({"type":"object","properties":{}})";
inline constexpr std::string_view one_text_parameters =
    R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";

/// Every root must be an object; callers who have no parameters often say nothing of a type. `here` is body.own().
void write_parameters(std::string& here, GatherBody& body, json::Value parameters);

}  // namespace parley::providers
