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

/// An id is known by its bytes as they stand. One with escapes is not cut, lest that be done within one.
void fit_call_id(RequestEdit& edit, json::Value id) {
    if (!id.is(json::Kind::string)) return;
    const auto bytes_max = static_cast<std::size_t>(edit.rules.call_id_bytes_max);
    if (edit.rules.short_call_ids && !is_short_call_id(id.escaped())) {
        edit.splice.replace(id, '"' + short_call_id(id.escaped()) + '"');
    } else if (!id.has_escapes() && bytes_max > 0 && id.escaped().size() > bytes_max) {
        edit.splice.replace(id, '"' + cut_call_id(id.escaped(), bytes_max) + '"');
    }
}

/// A conversation that another provider began has that provider's ids; a call and its result must keep the same one.
void fit_call_ids(RequestEdit& edit, json::Value message) {
    if (!edit.rules.short_call_ids && edit.rules.call_id_bytes_max == 0) return;
    fit_call_id(edit, message.find("tool_call_id"));
    for (const json::Value call : message.find("tool_calls").elements()) fit_call_id(edit, call.find("id"));
}

/// The message of a model that called, and said nothing.
void fill_silence(RequestEdit& edit, json::Value message) {
    using catalog::SilentContent;
    const SilentContent wanted = edit.rules.silent_content;
    if (wanted == SilentContent::as_sent || message.find("tool_calls").size() == 0) return;
    const std::string_view filling = wanted == SilentContent::nothing ? "null" : R"("")";
    const json::Value content = message.find("content");
    const bool is_silent = content.is_missing() || (content.is(json::Kind::string) && content.escaped().empty());
    if (!is_silent || (content && content.raw() == filling)) return;
    if (content) {
        edit.splice.replace(content, std::string(filling));
    } else {
        edit.splice.append_to(message, "content", filling);
    }
}

/// Members that say nothing to this host, or would be refused. Our own answers bring some of them, and clients send those back whole.
void cut_members(RequestEdit& edit, json::Value message) {
    constexpr std::string_view always = "provider_state";  // its own provider's business; here it comes back as extra_content
    const auto unless = [always](bool is_kept, std::string_view name) { return is_kept ? always : name; };
    edit.splice.remove_from(
        message, {always, "thinking", unless(edit.rules.cache_control, "cache_control"),
                  unless(edit.rules.reasoning_back, "reasoning_content"), unless(message.find("tool_calls").size() > 0, "tool_calls"),
                  unless(message.find("function_call").is(json::Kind::object), "function_call")});
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

    fit_call_ids(edit, message);
    if (edit.rules.signed_calls) sign_calls(edit, message);
    fill_silence(edit, message);
    cut_members(edit, message);
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
