// mend.hpp: rules for a model that has just said that it does not take what the rules allow.
#pragma once

#include <optional>

#include "catalog/dialect_rules.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::anthropic {

/// Nullopt where the refusal is not about something that can be left out or said in another way. Schemas that the model cannot
/// follow become a tool, thinking and sampling are left out, a limit of tokens becomes the one that was named.
std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure);

}  // namespace parley::providers::anthropic
