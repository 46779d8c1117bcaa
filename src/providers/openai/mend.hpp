// mend.hpp: rules for the second try of a request whose fields a model did not take.
//
// Which fields a model takes is data, and data ages: a host may refuse tomorrow what it took yesterday. Its refusal
// names one field, but a model that refuses one sampling field refuses the others too, so all of them go at once.
// Source: OpenAI docs, "Error codes" (unsupported_parameter, unsupported_value).
#pragma once

#include <optional>

#include "catalog/dialect_rules.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers::openai_dialect {

/// `rules` without what the failure objects to. Nullopt when it objects to something else.
std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure);

}  // namespace parley::providers::openai_dialect
