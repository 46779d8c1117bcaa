#include "openai/message_check.hpp"

#include <string>

namespace parley::openai {
namespace {

void check_content(json::Value content, const std::string& path, Problems& problems) {
    if (content.is_missing() || content.is(json::Kind::string)) return;
    if (!content.is(json::Kind::array)) return problems.add(path + " must be a string or an array");

    std::size_t position = 0;
    for (const json::Value part : content.elements()) {
        const std::string part_path = path + "[" + std::to_string(position++) + "]";
        if (!part.is(json::Kind::object)) {
            problems.add(part_path + " must be an object");
        } else if (!part.find("type").is(json::Kind::string)) {
            problems.add(part_path + ".type must be a string");
        } else if (part.find("type").equals("text") && !part.find("text").is(json::Kind::string)) {
            problems.add(part_path + ".text must be a string");
        }
        if (problems.full()) return;
    }
}

void check_legacy_item(json::Value item, const std::string& path, Problems& problems) {
    if (!item.find("tool_call_id").is(json::Kind::string) && !item.find("call_id").is(json::Kind::string)) {
        problems.add(path + ".tool_call_id is required");
    }
    if (item.find("type").equals("function_call") && !item.find("name").is(json::Kind::string)) {
        problems.add(path + ".name is required");
    }
}

void check_message(json::Value message, const std::string& path, Problems& problems) {
    if (!message.is(json::Kind::object)) return problems.add(path + " must be an object");
    if (is_legacy_item(message)) return check_legacy_item(message, path, problems);

    const json::Value role = message.find("role");
    if (role.is_missing()) {
        problems.add(path + ".role is required");
    } else if (!role.is(json::Kind::string)) {
        problems.add(path + ".role must be a string");
    } else if (role.equals("tool") && message.find("tool_call_id").is_missing()) {
        problems.add(path + ".tool_call_id is required");
    }
    check_content(message.find("content"), path + ".content", problems);
}

}  // namespace

bool is_legacy_item(json::Value message) {
    if (!message.find("role").is_missing()) return false;
    const json::Value type = message.find("type");
    return type.equals("function_call") || type.equals("function_call_output");
}

void check_messages(json::Value messages, Problems& problems) {
    if (messages.size() > messages_max) {
        return problems.add("messages must hold at most " + std::to_string(messages_max) + " entries");
    }
    std::size_t position = 0;
    for (const json::Value message : messages.elements()) {
        check_message(message, "messages[" + std::to_string(position++) + "]", problems);
        if (problems.full()) return;
    }
}

}  // namespace parley::openai
