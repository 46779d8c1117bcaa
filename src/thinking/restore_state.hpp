// restore_state.hpp: a conversation as its provider knows it: its own ids, and the state that travelled in them.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"
#include "thinking/state_keeper.hpp"

namespace parley::thinking {

/// The body once more, with the ids of calls and results as the provider gave them, and what they carried as `provider_state` of the
/// assistant's message, unless the client has sent that back itself. Nullopt where no id carries anything, which is nearly
/// always.
///
/// request  a chat completion's body
std::optional<std::string> restore_state(const json::Document& request, const StateScope& scope);

}  // namespace parley::thinking
