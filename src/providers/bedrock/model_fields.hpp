// model_fields.hpp: `additionalModelRequestFields`: what Converse has no words for, in those of the model's own maker.
#pragma once

#include "catalog/dialect_rules.hpp"
#include "json/write.hpp"
#include "openai/chat_request.hpp"
#include "providers/claude/settings.hpp"

namespace parley::providers::bedrock {

/// Nothing where nothing is asked that needs them. What cannot be asked is added to `settings.dropped`; a wish for reasoning that
/// is met here, in words that are not Claude's, is taken off it.
void write_model_fields(json::ObjectWriter& writer, const openai::ChatRequest& request, const catalog::DialectRules& rules,
                        claude::Settings& settings);

}  // namespace parley::providers::bedrock
