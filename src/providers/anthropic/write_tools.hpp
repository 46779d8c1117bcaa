// write_tools.hpp: `tools` and `tool_choice` as Anthropic has them.
#pragma once

#include <vector>

#include "json/write.hpp"
#include "providers/anthropic/cache_markers.hpp"
#include "providers/anthropic/settings.hpp"
#include "providers/gather_body.hpp"

namespace parley::providers::anthropic {

/// The caller's tools that the model is shown, in their order: of two with one name the first, and of `allowed_tools` those that
/// it names, unless it names one that is not there.
std::vector<json::Value> shown_tools(const openai::ChatRequest& request);

/// Writes both members into the body's object, or nothing where there is no tool. With calls in the history and no tools any more,
/// the tools that were called are declared again: Anthropic refuses calls of tools that it has never heard of.
///
/// tools  as shown_tools() gave them, with a marker for each
void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const CacheMarkers& markers,
                 const Settings& settings, const Conversation& conversation);

}  // namespace parley::providers::anthropic
