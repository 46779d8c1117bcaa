// rules.hpp: what Bedrock's Converse API refuses, as far as clients are known to stumble over it.
//
// A simulator that took everything would let a translator's mistakes pass. Sources: Amazon Bedrock API reference, "Converse",
// "Message", "ContentBlock", "ToolConfiguration", "InferenceConfiguration"; the errors that clients report.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::simulate::bedrock {

/// The first rule that the request `root` breaks, in words; nullopt for a good one.
std::optional<std::string> broken_rule(json::Value root);

/// The same for its `messages`, which have the most of them. `thinks`: the request asks for thoughts by budget.
std::optional<std::string> broken_message_rule(json::Value messages, bool thinks);

/// White space alone counts as nothing.
bool is_blank(const std::string& text);

}  // namespace parley::simulate::bedrock
