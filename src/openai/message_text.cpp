#include "openai/message_text.hpp"

namespace parley::openai {
namespace {

std::string_view string_in(json::Value value) {
    return value.is(json::Kind::string) ? value.escaped() : std::string_view();
}

/// A `thinking` part holds a string or an array of text parts.
void append_thinking(json::Value thinking, std::string& out) {
    out += string_in(thinking);
    for (const json::Value part : thinking.elements())
        out += string_in(part.find("text"));
}

bool read_parts(json::Value parts, MessageText& text) {
    for (const json::Value part : parts.elements()) {
        if (!part.is(json::Kind::object)) return false;
        text.joined_content += string_in(part.find("text"));
        append_thinking(part.find("thinking"), text.joined_reasoning);
    }
    text.content = text.joined_content;
    return true;
}

bool read_content(json::Value content, MessageText& text) {
    if (content.is_missing()) return true;
    if (content.is(json::Kind::array)) return read_parts(content, text);
    if (!content.is(json::Kind::string)) return false;
    text.content = content.escaped();
    return true;
}

/// What `reasoning_content` or `reasoning` says directly.
std::string_view plain_reasoning(json::Value message) {
    const json::Value reasoning = message.find("reasoning");
    for (const json::Value candidate :
         {message.find("reasoning_content"), reasoning, reasoning.find("text"), reasoning.find("content")}) {
        if (!string_in(candidate).empty()) return candidate.escaped();
    }
    return {};
}

}  // namespace

bool read_message_text(json::Value message, MessageText& text) {
    if (!read_content(message.find("content"), text)) return false;
    text.refusal = string_in(message.find("refusal"));
    text.reasoning = plain_reasoning(message);
    if (!text.reasoning.empty()) return true;

    std::string details;
    for (const json::Value detail : message.find("reasoning_details").elements()) {
        details += string_in(detail.find("text"));
    }
    if (!details.empty()) text.joined_reasoning = std::move(details);
    text.reasoning = text.joined_reasoning;
    return true;
}

}  // namespace parley::openai
