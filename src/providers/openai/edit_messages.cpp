#include "providers/openai/edit_messages.hpp"

#include <string>
#include <string_view>

#include "openai/message_check.hpp"
#include "providers/openai/call_id.hpp"
#include "providers/openai/edit_parts.hpp"
#include "providers/thought_signatures.hpp"

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

void shorten_call_id(RequestEdit& edit, json::Value id) {
    if (!id.is(json::Kind::string) || is_short_call_id(id.escaped())) return;
    edit.splice.replace(id, '"' + short_call_id(id.escaped()) + '"');
}

/// A conversation that another provider began has that provider's ids; a call and its result must keep the same one.
void shorten_call_ids(RequestEdit& edit, json::Value message) {
    shorten_call_id(edit, message.find("tool_call_id"));
    for (const json::Value call : message.find("tool_calls").elements())
        shorten_call_id(edit, call.find("id"));
}

/// What Google wants back with the calls of its newer models, in the words of its OpenAI endpoint.
void sign_calls(RequestEdit& edit, json::Value message) {
    const json::Value state = message.find("provider_state");
    for (const json::Value call : message.find("tool_calls").elements()) {
        const std::string_view signature = find_signature(state, call);
        if (signature.empty() || call.find("extra_content")) continue;
        std::string content = R"({"google":{"thought_signature":")";
        content.append(signature).append("\"}}");
        edit.splice.append_to(call, "extra_content", content);
    }
}

History edit_message(RequestEdit& edit, json::Value message, std::size_t position) {
    const json::Value role = message.find("role");
    const json::Value content = message.find("content");
    if (role.equals("function")) return History::older;
    edit_role(edit, role);
    if (content.is(json::Kind::array)) edit_parts(edit, content, position);
    // Nearly every message is these two and nothing else, and a conversation has hundreds of them.
    if (role && content && message.size() == 2) return History::modern;

    if (edit.rules.short_call_ids) shorten_call_ids(edit, message);
    if (edit.rules.signed_calls) sign_calls(edit, message);
    // State is its own provider's business, and comes back to this one as extra_content.
    if (edit.rules.cache_control) {
        edit.splice.remove_from(message, "provider_state");
    } else {
        edit.splice.remove_from(message, {"cache_control", "provider_state"});
    }
    const bool is_older = message.find("function_call").is(json::Kind::object) || openai::is_legacy_item(message);
    return is_older ? History::older : History::modern;
}

/// An answer that the caller has begun, which the model is to go on with. Who knows the host has marked it.
void mark_prefill(RequestEdit& edit, json::Value last) {
    const json::Value content = last.find("content");
    if (!last.find("role").equals("assistant") || content.is_missing() || last.find("prefix")) return;
    edit.splice.append_to(last, "prefix", "true");
}

}  // namespace

History edit_messages(RequestEdit& edit) {
    const bool takes_any_role = edit.rules.system_role == catalog::SystemRole::as_sent;
    if (edit.request.parts.only_plain_messages && takes_any_role && !edit.rules.prefill_prefix) return History::modern;
    std::size_t position = 0;
    json::Value last;
    for (const json::Value message : edit.request.messages.elements()) {
        if (edit_message(edit, message, position++) == History::older) return History::older;
        last = message;
    }
    if (edit.rules.prefill_prefix) mark_prefill(edit, last);
    return History::modern;
}

}  // namespace parley::providers::openai_dialect
