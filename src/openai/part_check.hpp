// part_check.hpp: the parts of a message whose content is a list.
#pragma once

#include <cstddef>
#include <string>

#include "json/document.hpp"
#include "openai/problems.hpp"

namespace parley::openai {

/// What a conversation holds beside text, for whoever knows which of it the model takes: where the first of each kind stands
/// ("messages[2].content[1]"), empty when there is none.
struct ConversationParts {
    std::string image;
    std::string audio;
    std::string file;
    /// Every message is a role of today and a text, and nothing else. Nearly every conversation is, and then no host asks for edits
    /// of its messages but for the name of a role.
    bool only_plain_messages = true;
};

/// Checks that every part is an object of a type that somebody takes: text (or the Responses API's `input_text`, or `refusal`
/// and `thinking`, which answers hold), image_url, input_audio, file. `message` is the message's position, for the texts.
void check_parts(json::Value content, std::size_t message, ConversationParts& parts, Problems& problems);

}  // namespace parley::openai
