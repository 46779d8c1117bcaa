// mend.hpp: rules for a model that has just said that it does not take what the rules allow.
#pragma once

#include <optional>

#include "catalog/dialect_rules.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::bedrock {

/// Nullopt where the refusal is not about something that can be left out or said in another way. Models that take no schema for
/// their answer are asked with a tool of that schema instead.
std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure);

}  // namespace parley::providers::bedrock
