// message_text.hpp: what an assistant's message or delta says, wherever a host has put it.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// The members of a message or delta that are looked at; absent where there is none.
struct MessageMembers {
    json::Value role, content, refusal, reasoning_content, reasoning, reasoning_details, thinking, tool_calls, function_call;
};
MessageMembers read_message_members(json::Value message);

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
bool read_message_text(const MessageMembers& message, MessageText& text);
bool read_message_text(json::Value message, MessageText& text);

}  // namespace parley::openai
