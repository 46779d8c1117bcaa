#include "openai/message_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>

#include "json/member_table.hpp"

namespace parley::openai {
namespace {

struct CheckedMembers {
    json::Value role, content, tool_calls, tool_call_id, type, name, function_call;
};
constexpr auto checked_members = json::member_table<CheckedMembers>({
    {"role", &CheckedMembers::role},
    {"content", &CheckedMembers::content},
    {"tool_calls", &CheckedMembers::tool_calls},
    {"tool_call_id", &CheckedMembers::tool_call_id},
    {"type", &CheckedMembers::type},
    {"name", &CheckedMembers::name},
    {"function_call", &CheckedMembers::function_call},
});

bool is_legacy(const CheckedMembers& message) {
    return message.role.is_missing() && (message.type.equals("function_call") || message.type.equals("function_call_output"));
}

bool is_filled_string(json::Value value) { return value.is(json::Kind::string) && !value.escaped().empty(); }

constexpr std::size_t answering_role = 4;
constexpr std::size_t role_count = 6;
constexpr json::NameTable roles(std::to_array<std::string_view>({"system", "developer", "user", "assistant", "tool", "function"}));

/// One walk over a conversation. A good one without calls costs no allocation.
class Walk {
  public:
    Walk(ConversationParts& parts, Problems& problems) : parts_(parts), problems_(problems) {}

    void check(json::Value message) {
        if (!message.is(json::Kind::object)) {
            add(" must be an object");
        } else if (const CheckedMembers members = checked_members.read(message); is_legacy(members)) {
            check_legacy_item(message, members);
        } else {
            check_role(members);
            check_content(members.content);
            check_calls(members.tool_calls);
            check_older_call(members.function_call);
            if (!members.name.is_missing() && !members.name.is(json::Kind::string)) add(".name must be a string");
            if (message.size() == 2 && has_plain_role_ && members.content.is(json::Kind::string)) ++plain_;
        }
        parts_.only_plain_messages = plain_ == ++position_;
    }

  private:
    void add(std::string_view rest) { problems_.add("messages[" + std::to_string(position_) + "]" + std::string(rest)); }

    void check_role(const CheckedMembers& members) {
        has_plain_role_ = false;
        const json::Value role = members.role;
        if (role.is_missing()) return add(".role is required");
        if (!role.is(json::Kind::string)) return add(".role must be a string");
        const std::size_t which = roles.place(role);
        if (which == role_count) return add(".role must be system, developer, user, assistant or tool");
        has_plain_role_ = which < answering_role;
        if (which == answering_role) check_answer(members.tool_call_id);
    }

    void check_content(json::Value content) {
        if (content.is_missing() || content.is(json::Kind::string)) return;
        if (!content.is(json::Kind::array)) return add(".content must be a string or an array");
        check_parts(content, position_, parts_, problems_);
    }

    void check_calls(json::Value calls) {
        if (calls.is_missing()) return;
        if (!calls.is(json::Kind::array)) return add(".tool_calls must be an array");
        std::size_t index = 0;
        for (const json::Value call : calls.elements()) {
            const std::string path = ".tool_calls[" + std::to_string(index++) + "]";
            if (!call.is(json::Kind::object)) return add(path + " must be an object");
            if (is_filled_string(call.find("id"))) {
                calls_.insert(call.find("id").string());
            } else {
                add(path + ".id is required");
            }
            if (const json::Value custom = call.find("custom"); custom.is(json::Kind::object)) {
                if (!is_filled_string(custom.find("name"))) add(path + ".custom.name is required");
            } else {
                check_function(call.find("function"), path + ".function");
            }
        }
    }

    void check_older_call(json::Value call) {
        if (!call.is_missing()) check_function(call, ".function_call");
    }

    /// Arguments that are no text, or no JSON, are found in real histories; what becomes of them the provider's room decides.
    void check_function(json::Value function, const std::string& path) {
        if (!is_filled_string(function.find("name"))) add(path + ".name is required");
        const json::Value arguments = function.find("arguments");
        const bool fits = arguments.is_missing() || arguments.is(json::Kind::string) || arguments.is(json::Kind::object);
        if (!fits) add(path + ".arguments must be a string");
    }

    void check_answer(json::Value id) {
        if (id.is_missing()) return add(".tool_call_id is required");
        if (!id.is(json::Kind::string)) return add(".tool_call_id must be a string");
        if (!calls_.contains(id.string())) add(".tool_call_id answers no call of an earlier message");
    }

    /// Its id may be called `call_id`, as in OpenAI's Responses API.
    void check_legacy_item(json::Value item, const CheckedMembers& members) {
        const json::Value id = members.tool_call_id.is_missing() ? item.find("call_id") : members.tool_call_id;
        if (members.type.equals("function_call_output")) return check_answer(id);
        if (!id.is(json::Kind::string)) {
            add(".tool_call_id is required");
        } else {
            calls_.insert(id.string());
        }
        if (!is_filled_string(members.name)) add(".name is required");
    }

    ConversationParts& parts_;
    Problems& problems_;
    std::size_t position_ = 0;
    std::size_t plain_ = 0;                  // messages so far that are a role and a text
    bool has_plain_role_ = false;            // the message at hand
    std::unordered_set<std::string> calls_;  // ids of the calls made so far
};

}  // namespace

bool is_legacy_item(json::Value message) { return is_legacy(checked_members.read(message)); }

void check_messages(json::Value messages, ConversationParts& parts, Problems& problems) {
    if (messages.size() > messages_max) {
        return problems.add("messages must hold at most " + std::to_string(messages_max) + " entries");
    }
    Walk walk(parts, problems);
    for (const json::Value message : messages.elements()) {
        walk.check(message);
        if (problems.full()) return;
    }
}

}  // namespace parley::openai
