#include "openai/continuation_body.hpp"

#include <array>
#include <span>

#include "json/write.hpp"
#include "openai/longer_body.hpp"

namespace parley::openai {
namespace {

// The limits come last: they stay where nothing is said of them.
constexpr std::array<std::string_view, 4> replaced = {"fallbacks", "fallback_config", "max_tokens", "max_completion_tokens"};
constexpr std::size_t limits = 2;

void append_message(std::string& list, std::string_view role, std::string_view content) {
    if (content.empty()) return;
    if (!list.empty()) list += ',';
    json::ObjectWriter message(list);
    message.string("role", role);
    message.string("content", content);
    message.close();
}

}  // namespace

std::string continuation_body(const ChatRequest& request, const Continuation& continuation) {
    std::string messages;
    append_message(messages, "assistant", continuation.begun);
    append_message(messages, "user", continuation.instruction);
    if (!continuation.max_tokens) return longer_body(request.root(), messages, std::span(replaced).first(replaced.size() - limits));
    std::string body = longer_body(request.root(), messages, replaced);
    body.pop_back();
    json::ObjectWriter object = json::ObjectWriter::continued(body);
    const bool is_newer = request.members.max_completion_tokens.integer().has_value();
    object.integer(is_newer ? "max_completion_tokens" : "max_tokens", *continuation.max_tokens);
    object.close();
    return body;
}

bool ends_with_assistant(const ChatRequest& request) {
    json::Value last;
    for (const json::Value message : request.messages.elements()) last = message;
    return last.find("role").equals("assistant");
}

}  // namespace parley::openai
