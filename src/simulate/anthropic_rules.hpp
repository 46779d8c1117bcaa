// anthropic_rules.hpp: what Anthropic's Messages API refuses, as far as clients are known to stumble over it.
//
// A simulator that took everything would let a translator's mistakes pass. Sources: Anthropic API reference, "Create a message";
// docs, "Tool use with Claude", "Extended thinking", "Prompt caching"; the errors that clients report.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::simulate {

/// The first rule that the request `root` breaks, in words; nullopt for a good one. `in_vertex`: the path names
/// the model, and the body the version.
std::optional<std::string> broken_anthropic_rule(json::Value root, bool in_vertex = false);

/// The same for its `messages`, which have the most of them. `thinks`: the request asks for thoughts by budget.
std::optional<std::string> broken_message_rule(json::Value messages, bool thinks);

/// What the simulator signs a thought with, and asks back for.
std::string sign_thought(std::string_view thought);

}  // namespace parley::simulate
