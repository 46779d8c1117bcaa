#include "thinking/restore_state.hpp"

#include <utility>

#include "json/member_table.hpp"
#include "json/splice.hpp"
#include "json/write.hpp"

namespace parley::thinking {
namespace {

struct MessageMembers {
    json::Value tool_calls, tool_call_id, call_id, provider_state;
};
constexpr auto message_members = json::member_table<MessageMembers>({
    {"tool_calls", &MessageMembers::tool_calls},
    {"tool_call_id", &MessageMembers::tool_call_id},
    {"call_id", &MessageMembers::call_id},  // of older history items
    {"provider_state", &MessageMembers::provider_state},
});

class Restoration {
  public:
    Restoration(const json::Document& request, const StateScope& scope) : splice_(request), scope_(scope) {}

    void read(json::Value message) {
        if (message.size() <= 2) return;  // a role and a content, as nearly every message
        const MessageMembers members = message_members.read(message);
        restore_id(members.tool_call_id);
        restore_id(members.call_id);
        std::string state;  // a running total: what the last call carries is all of it
        for (const json::Value call : members.tool_calls.elements()) {
            if (std::optional<std::string> carried = restore_id(call.find("id"))) state = *std::move(carried);
        }
        if (state.empty() || members.provider_state.is(json::Kind::object)) return;
        if (members.provider_state) {
            splice_.replace(members.provider_state, std::move(state));
        } else {
            splice_.append_to(message, "provider_state", state);
        }
    }

    std::optional<std::string> join() const {
        if (!any_) return std::nullopt;
        return splice_.join();
    }

  private:
    /// What the id carried.
    std::optional<std::string> restore_id(json::Value id) {
        if (!id.is(json::Kind::string)) return std::nullopt;
        std::optional<OpenedCall> opened = scope_.find(id.string());
        if (!opened) return std::nullopt;
        std::string printed;
        json::append_string(printed, opened->id);
        splice_.replace(id, std::move(printed));
        any_ = true;
        return std::move(opened->state);
    }

    json::Splice splice_;
    const StateScope& scope_;
    bool any_ = false;
};

}  // namespace

std::optional<std::string> restore_state(const json::Document& request, const StateScope& scope) {
    Restoration restoration(request, scope);
    for (const json::Value message : request.root().find("messages").elements()) {
        if (message.is(json::Kind::object)) restoration.read(message);
    }
    return restoration.join();
}

}  // namespace parley::thinking
