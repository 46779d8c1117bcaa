// write_messages.hpp: `system` and `messages` as Converse has them.
#pragma once

#include <string>
#include <vector>

#include "json/write.hpp"
#include "providers/bedrock/write_blocks.hpp"
#include "providers/claude/settings.hpp"

namespace parley::providers::bedrock {

/// What both writers need to know.
struct Prompt {
    const Conversation& conversation;
    const std::vector<std::string>& call_ids;
    const claude::CacheMarkers& markers;
    const claude::Settings& settings;
};

/// The pieces of all turns in the order in which write_messages() writes them, and CacheMarkers counts them.
std::vector<const Piece*> pieces_of(const Conversation& conversation);

/// The turns. The first must be the user's, so `.` stands in for one that is not there; a conversation of instructions alone has
/// the last of them said by the user. Documents are never alone in their turn.
///
/// A problem  a conversation without any text, and one that ends with the model's turn where the model does not go on from it.
void write_messages(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const Prompt& prompt,
                    const catalog::DialectRules& rules, openai::Problems& problems);

/// The instructions, a block each, and the sentence that asks for JSON where nothing else does. Nothing when there are none.
void write_system(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const Prompt& prompt);

}  // namespace parley::providers::bedrock
