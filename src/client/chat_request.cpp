#include "client/chat_request.hpp"

#include "base/decimal.hpp"
#include "json/write.hpp"

namespace parley::client {
namespace {

std::string_view to_string(Role role) {
    switch (role) {
        case Role::system: return "system";
        case Role::user: return "user";
        case Role::assistant: return "assistant";
    }
    return "user";
}

void append_message(std::string& out, const Message& message) {
    json::ObjectWriter writer(out);
    writer.string("role", to_string(message.role));
    writer.string("content", message.text);
    writer.close();
}

constexpr std::string_view tag_begin = "{{ transcript";
constexpr std::string_view tag_behind = "\n\n{{ transcript }}";

bool says_where(const std::vector<Message>& messages) {
    for (const Message& message : messages) {
        if (message.text.find(tag_begin) != std::string::npos) return true;
    }
    return false;
}

const Message* first_question(const std::vector<Message>& messages) {
    for (const Message& message : messages) {
        if (message.role == Role::user) return &message;
    }
    return nullptr;
}

void append_transcript(json::ObjectWriter& body, const ChatSettings& settings) {
    if (!settings.transcript_id.empty()) body.string("transcript_id", settings.transcript_id);
    if (!settings.transcript.empty()) body.raw("transcript", settings.transcript);
    if (!settings.transcript_format.empty()) body.string("transcript_format", settings.transcript_format);
}

}  // namespace

std::string print_chat_request(std::string_view model, const std::vector<Message>& messages, const ChatSettings& settings) {
    const bool has_transcript = !settings.transcript_id.empty() || !settings.transcript.empty();
    const Message* const bearer = has_transcript && !says_where(messages) ? first_question(messages) : nullptr;
    std::string out;
    json::ObjectWriter body(out);
    body.string("model", model);
    body.key("messages") += '[';
    for (const Message& message : messages) {
        if (&message != &messages.front()) out += ',';
        append_message(out, &message == bearer ? Message{message.role, message.text + std::string(tag_behind)} : message);
    }
    out += ']';
    if (settings.max_tokens) body.integer("max_tokens", *settings.max_tokens);
    if (settings.temperature) body.raw("temperature", print_millionths(*settings.temperature));
    append_transcript(body, settings);
    body.boolean("stream", true);
    body.raw("stream_options", R"({"include_usage":true})");
    body.close();
    return out;
}

}  // namespace parley::client
