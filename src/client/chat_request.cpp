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

}  // namespace

std::string print_chat_request(std::string_view model, const std::vector<Message>& messages, const ChatSettings& settings) {
    std::string out;
    json::ObjectWriter body(out);
    body.string("model", model);
    body.key("messages") += '[';
    for (const Message& message : messages) {
        if (&message != &messages.front()) out += ',';
        append_message(out, message);
    }
    out += ']';
    if (settings.max_tokens) body.integer("max_tokens", *settings.max_tokens);
    if (settings.temperature) body.raw("temperature", print_millionths(*settings.temperature));
    body.boolean("stream", true);
    body.raw("stream_options", R"({"include_usage":true})");
    body.close();
    return out;
}

}  // namespace parley::client
