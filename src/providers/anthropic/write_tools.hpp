// write_tools.hpp: `tools` and `tool_choice` as Anthropic has them.
#pragma once

#include <vector>

#include "json/write.hpp"
#include "providers/claude/cache_markers.hpp"
#include "providers/claude/settings.hpp"
#include "providers/conversation.hpp"
#include "providers/gather_body.hpp"
#include "providers/shown_tools.hpp"

namespace parley::providers::anthropic {

/// Writes both members into the body's object, or nothing where there is no tool. With calls in the history and no tools any more,
/// the tools that were called are declared again: Anthropic refuses calls of tools that it has never heard of.
///
/// tools  as shown_tools() gave them, with a marker for each
void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const claude::CacheMarkers& markers,
                 const claude::Settings& settings, const Conversation& conversation);

}  // namespace parley::providers::anthropic
