// write_messages.hpp: `system` and `messages` as Anthropic has them.
#pragma once

#include "json/write.hpp"
#include "providers/anthropic/write_blocks.hpp"
#include "providers/claude/prompt.hpp"

namespace parley::providers::anthropic {

/// The instructions, a block each, and the sentence that asks for JSON where nothing else does. Nothing when there are none.
void write_system(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt);

/// The turns. The first must be the user's, so `.` stands in for one that is not there; a conversation of instructions alone has
/// the last of them said by the user.
///
/// A problem  a conversation without any text, and one that ends with the model's turn where the model does not go on from it.
void write_messages(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt,
                    const catalog::DialectRules& rules, openai::Problems& problems);

}  // namespace parley::providers::anthropic
