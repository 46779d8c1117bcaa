#include "openai/message_text.hpp"

#include <utility>

#include "json/member_table.hpp"

namespace parley::openai {
namespace {

constexpr auto message_members = json::member_table<MessageMembers>({
    {"role", &MessageMembers::role},
    {"content", &MessageMembers::content},
    {"refusal", &MessageMembers::refusal},
    {"reasoning_content", &MessageMembers::reasoning_content},
    {"reasoning", &MessageMembers::reasoning},
    {"reasoning_details", &MessageMembers::reasoning_details},
    {"thinking", &MessageMembers::thinking},
    {"tool_calls", &MessageMembers::tool_calls},
    {"function_call", &MessageMembers::function_call},
});

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

/// A `thinking` part holds a string or an array of text parts.
void append_thinking(json::Value thinking, std::string& out) {
    out += string_in(thinking);
    for (const json::Value part : thinking.elements()) out += string_in(part.find("text"));
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
std::string_view plain_reasoning(const MessageMembers& message) {
    if (!string_in(message.reasoning_content).empty()) return message.reasoning_content.escaped();
    const json::Value reasoning = message.reasoning;
    for (const json::Value candidate : {reasoning, reasoning.find("text"), reasoning.find("content")}) {
        if (!string_in(candidate).empty()) return candidate.escaped();
    }
    return {};
}

}  // namespace

MessageMembers read_message_members(json::Value message) { return message_members.read(message); }

bool read_message_text(const MessageMembers& message, MessageText& text) {
    if (!read_content(message.content, text)) return false;
    text.refusal = string_in(message.refusal);
    text.reasoning = plain_reasoning(message);
    if (!text.reasoning.empty()) return true;

    std::string details;
    for (const json::Value detail : message.reasoning_details.elements()) {
        details += string_in(detail.find("text"));
    }
    if (!details.empty()) text.joined_reasoning = std::move(details);
    text.reasoning = text.joined_reasoning;
    return true;
}

bool read_message_text(json::Value message, MessageText& text) { return read_message_text(read_message_members(message), text); }

}  // namespace parley::openai
