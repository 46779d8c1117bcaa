#include "openai/continuation_body.hpp"

#include <algorithm>
#include <array>

#include "json/write.hpp"

namespace parley::openai {
namespace {

constexpr std::array<std::string_view, 4> replaced = {"messages", "prompt", "fallbacks", "fallback_config"};
constexpr std::array<std::string_view, 2> limits = {"max_tokens", "max_completion_tokens"};

template <std::size_t count>
bool has(const std::array<std::string_view, count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void append_message(std::string& list, std::string_view role, std::string_view content) {
    if (list.size() > 1) list += ',';
    json::ObjectWriter message(list);
    message.string("role", role);
    message.string("content", content);
    message.close();
}

std::string longer_conversation(const ChatRequest& request, const Continuation& continuation) {
    std::string list = "[";
    for (const json::Value message : request.messages.elements()) {
        if (list.size() > 1) list += ',';
        list += message.raw();
    }
    if (!request.messages) append_message(list, "user", request.prompt.string());
    if (!continuation.begun.empty()) append_message(list, "assistant", continuation.begun);
    if (!continuation.instruction.empty()) append_message(list, "user", continuation.instruction);
    return list += ']';
}

}  // namespace

std::string continuation_body(const ChatRequest& request, const Continuation& continuation) {
    std::string body;
    body.reserve(request.root().raw().size() + continuation.begun.size() + continuation.instruction.size() + 256);
    json::ObjectWriter object(body);
    for (const json::Member member : request.root().members()) {
        const std::string name = member.key.string();
        if (has(replaced, name) || (continuation.max_tokens && has(limits, name))) continue;
        object.copy(member);
    }
    const bool is_newer = request.members.max_completion_tokens.integer().has_value();
    if (continuation.max_tokens) object.integer(is_newer ? limits[1] : limits[0], *continuation.max_tokens);
    object.raw("messages", longer_conversation(request, continuation));
    object.close();
    return body;
}

bool ends_with_assistant(const ChatRequest& request) {
    json::Value last;
    for (const json::Value message : request.messages.elements()) last = message;
    return last.find("role").equals("assistant");
}

}  // namespace parley::openai
