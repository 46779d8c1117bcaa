#include "providers/openai/edit_messages.hpp"

#include <string>
#include <string_view>

#include "openai/message_check.hpp"
#include "providers/openai/edit_parts.hpp"

namespace parley::providers::openai_dialect {
namespace {

void edit_role(RequestEdit& edit, json::Value role) {
    using catalog::SystemRole;
    if (edit.rules.system_role == SystemRole::as_sent) return;
    const bool wants_developer = edit.rules.system_role == SystemRole::developer;
    if (role.equals(wants_developer ? "system" : "developer")) {
        edit.splice.replace(role, wants_developer ? "\"developer\"" : "\"system\"");
    }
}

History edit_message(RequestEdit& edit, json::Value message, std::size_t position) {
    bool has_role = false;
    for (const json::Member member : message.members()) {
        if (member.key.equals("role")) {
            has_role = !member.value.is_null();
            if (member.value.equals("function")) return History::older;
            edit_role(edit, member.value);
        } else if (member.key.equals("content")) {
            if (member.value.is(json::Kind::array)) edit_parts(edit, member.value, position);
        } else if (member.key.equals("cache_control")) {
            if (!edit.rules.cache_control) edit.splice.remove_from(message, "cache_control");
        } else if (member.key.equals("function_call")) {
            if (member.value.is(json::Kind::object)) return History::older;
        }
    }
    return !has_role && openai::is_legacy_item(message) ? History::older : History::modern;
}

}  // namespace

History edit_messages(RequestEdit& edit) {
    std::size_t position = 0;
    for (const json::Value message : edit.request.messages.elements()) {
        if (edit_message(edit, message, position++) == History::older) return History::older;
    }
    return History::modern;
}

}  // namespace parley::providers::openai_dialect
