// message_text.hpp: what an assistant's message or delta says, wherever a host has put it.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// Texts are escaped, as the insides of JSON strings; empty when nothing was said. They point into the document or into
/// `joined_*`: do not copy or move a MessageText.
struct MessageText {
    MessageText() = default;
    MessageText(const MessageText&) = delete;
    MessageText& operator=(const MessageText&) = delete;

    std::string_view content;
    std::string_view reasoning;
    std::string_view refusal;
    std::string joined_content;  // parts of an array, one after another
    std::string joined_reasoning;
};

/// content: a string, null, absent, or an array of parts (Mistral) whose `thinking` parts are reasoning.
/// reasoning: `reasoning_content`, else `reasoning` (a string or an object with `text` or `content`), else
/// `reasoning_details[].text`, else those parts. The first that says anything counts, so nothing is doubled.
/// Returns false when `content` has another shape: then the reply is not a completion.
bool read_message_text(json::Value message, MessageText& text);

}  // namespace parley::openai
