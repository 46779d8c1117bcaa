#include "openai/message_check.hpp"

#include <string>
#include <string_view>

#include "json/member_table.hpp"

namespace parley::openai {
namespace {

/// Where a problem is. Written only when there is one: a good conversation costs no strings.
struct Place {
    std::size_t message;

    std::string with(std::string_view rest) const {
        return "messages[" + std::to_string(message) + "]" + std::string(rest);
    }
    std::string part(std::size_t position, std::string_view rest) const {
        return with(".content[" + std::to_string(position) + "]" + std::string(rest));
    }
};

void check_parts(json::Value parts, Place place, Problems& problems) {
    std::size_t position = 0;
    for (const json::Value part : parts.elements()) {
        if (!part.is(json::Kind::object)) {
            problems.add(place.part(position, " must be an object"));
        } else if (const json::Value type = part.find("type"); !type.is(json::Kind::string)) {
            problems.add(place.part(position, ".type must be a string"));
        } else if (type.equals("text") && !part.find("text").is(json::Kind::string)) {
            problems.add(place.part(position, ".text must be a string"));
        }
        if (problems.full()) return;
        ++position;
    }
}

void check_content(json::Value content, Place place, Problems& problems) {
    if (content.is_missing() || content.is(json::Kind::string)) return;
    if (content.is(json::Kind::array)) return check_parts(content, place, problems);
    problems.add(place.with(".content must be a string or an array"));
}

struct CheckedMembers {
    json::Value role, content, tool_call_id, type;
};
constexpr auto checked_members = json::member_table<CheckedMembers>({
    {"role", &CheckedMembers::role},
    {"content", &CheckedMembers::content},
    {"tool_call_id", &CheckedMembers::tool_call_id},
    {"type", &CheckedMembers::type},
});

bool is_legacy(const CheckedMembers& message) {
    return message.role.is_missing() && (message.type.equals("function_call") || message.type.equals("function_call_output"));
}

void check_legacy_item(json::Value item, Place place, Problems& problems) {
    if (!item.find("tool_call_id").is(json::Kind::string) && !item.find("call_id").is(json::Kind::string)) {
        problems.add(place.with(".tool_call_id is required"));
    }
    if (item.find("type").equals("function_call") && !item.find("name").is(json::Kind::string)) {
        problems.add(place.with(".name is required"));
    }
}

void check_message(json::Value message, Place place, Problems& problems) {
    if (!message.is(json::Kind::object)) return problems.add(place.with(" must be an object"));
    const CheckedMembers members = checked_members.read(message);
    if (is_legacy(members)) return check_legacy_item(message, place, problems);

    if (members.role.is_missing()) {
        problems.add(place.with(".role is required"));
    } else if (!members.role.is(json::Kind::string)) {
        problems.add(place.with(".role must be a string"));
    } else if (members.role.equals("tool") && members.tool_call_id.is_missing()) {
        problems.add(place.with(".tool_call_id is required"));
    }
    check_content(members.content, place, problems);
}

}  // namespace

bool is_legacy_item(json::Value message) { return is_legacy(checked_members.read(message)); }

void check_messages(json::Value messages, Problems& problems) {
    if (messages.size() > messages_max) {
        return problems.add("messages must hold at most " + std::to_string(messages_max) + " entries");
    }
    std::size_t position = 0;
    for (const json::Value message : messages.elements()) {
        check_message(message, Place{position++}, problems);
        if (problems.full()) return;
    }
}

}  // namespace parley::openai
