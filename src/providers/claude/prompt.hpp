// prompt.hpp: what the writers of a prompt in Claude's form share, whoever serves the model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "openai/problems.hpp"
#include "providers/claude/cache_markers.hpp"
#include "providers/claude/settings.hpp"

namespace parley::providers::claude {

/// The shortest text that is one: white space is refused.
inline constexpr std::string_view placeholder = ".";
/// Asks for JSON where nothing else does.
inline constexpr std::string_view asks_for_json = "Answer with one JSON object and nothing else.";

struct Prompt {
    const Conversation& conversation;
    const std::vector<std::string>& call_ids;
    const CacheMarkers& markers;
    const Settings& settings;

    /// Instructions that nothing follows are what is asked: then the last of them is said by the user instead.
    bool lends_instruction() const { return conversation.turns.empty() && !conversation.instructions.empty(); }
    /// Whether the model is to go on from an answer that the caller has begun.
    bool goes_on() const {
        const std::vector<Turn>& turns = conversation.turns;
        return !turns.empty() && turns.back().speaker == Turn::Speaker::model && !conversation.ends_in_silence;
    }
    /// Of the instructions, how many are said as such.
    std::size_t instructions_kept() const { return conversation.instructions.size() - (lends_instruction() ? 1 : 0); }
};

/// The pieces of all turns in the order in which they are written, and CacheMarkers counts them.
std::vector<const Piece*> pieces_of(const Conversation& conversation);

/// The functions that earlier turns called, each once: what is known of tools that the request does not bring.
std::vector<json::Value> past_tool_names(const Conversation& conversation);

/// A problem where the conversation ends with the model's turn, and the model does not go on from it.
void check_end(const Prompt& prompt, const catalog::DialectRules& rules, openai::Problems& problems);

/// The value of `thinking`; not for Thinking::unsaid.
void append_thinking(std::string& out, const Settings& settings);

/// The caller's `stop`, a text or a list of them, as a list; empty when nothing is left of it. Sequences of white space alone are
/// refused, and left out.
std::string printed_stop(json::Value stop);

}  // namespace parley::providers::claude
