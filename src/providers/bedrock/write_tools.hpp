// write_tools.hpp: `toolConfig` as Converse has it.
#pragma once

#include <vector>

#include "catalog/dialect_rules.hpp"
#include "json/write.hpp"
#include "providers/claude/cache_markers.hpp"
#include "providers/claude/settings.hpp"
#include "providers/gather_body.hpp"

namespace parley::providers::bedrock {

/// Whether the choice of a tool travels in Anthropic's own words among the model's fields: Converse's `toolChoice` cannot say that
/// one call at a time is enough.
bool chooses_in_model_fields(const claude::Settings& settings, const catalog::DialectRules& rules);

/// Nothing where there is no tool. A history that holds calls must come with tools: without any of the caller's, those that were
/// called are declared again. There is no choice of "none": the caller's tools stay, and the model is trusted not to call them
/// where the history needs them; otherwise they are left out.
///
/// tools  as shown_tools() gave them, with a marker for each
void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const claude::CacheMarkers& markers,
                 const claude::Settings& settings, const Conversation& conversation, const catalog::DialectRules& rules);

}  // namespace parley::providers::bedrock
