// edit_tools.hpp: tools, and what must be called, as one host understands it.
#pragma once

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

/// An empty list of tools is cut with what speaks of it, cache markers are cut, and a `tool_choice` that the host does
/// not know becomes the nearest that it does: `none` drops the tools, `required` and a named tool become `any` or
/// `auto`.
void edit_tools(RequestEdit& edit);

}  // namespace parley::providers::openai_dialect
