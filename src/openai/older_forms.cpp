#include "openai/older_forms.hpp"

#include <algorithm>
#include <string_view>

#include "json/splice.hpp"
#include "json/write.hpp"
#include "openai/legacy_items.hpp"

namespace parley::openai {
namespace {

bool calls_a_function(json::Value message) { return message.find("function_call").is(json::Kind::object); }

bool answers_a_function(json::Value message) { return message.find("role").equals("function"); }

/// Ids for the calls of one conversation. A result belongs to the last call before it.
class CallIds {
  public:
    std::string next() { return id_ = "call_" + std::to_string(count_++); }
    const std::string& last() {
        if (id_.empty()) next();  // a result without a call: the upstream will say what it thinks of it
        return id_;
    }

  private:
    std::string id_;
    std::size_t count_ = 0;
};

void append_caller(std::string& out, json::Value message, CallIds& ids) {
    json::ObjectWriter writer(out);
    bool has_content = false;
    for (const json::Member member : message.members()) {
        if (member.key.equals("content")) has_content = true;
        if (!member.key.equals("function_call")) writer.copy(member);
    }
    if (!has_content) writer.null("content");
    std::string& calls = writer.key("tool_calls");
    calls += "[";
    json::ObjectWriter call(calls);
    call.string("id", ids.next());
    call.string("type", "function");
    call.raw("function", message.find("function_call").raw());
    call.close();
    calls += "]";
    writer.close();
}

void append_answer(std::string& out, json::Value message, CallIds& ids) {
    json::ObjectWriter writer(out);
    writer.string("role", "tool");
    writer.string("tool_call_id", ids.last());
    for (const json::Member member : message.members()) {
        if (!member.key.equals("role") && !member.key.equals("name")) writer.copy(member);
    }
    writer.close();
}

std::optional<std::string> rewrite_functions(json::Value messages) {
    const json::Value::Elements elements = messages.elements();
    const auto is_older = [](json::Value message) { return calls_a_function(message) || answers_a_function(message); };
    if (std::none_of(elements.begin(), elements.end(), is_older)) return std::nullopt;
    CallIds ids;
    std::string out = "[";
    for (const json::Value message : elements) {
        if (out.size() > 1) out += ',';
        if (calls_a_function(message)) {
            append_caller(out, message, ids);
        } else if (answers_a_function(message)) {
            append_answer(out, message, ids);
        } else {
            out += message.raw();
        }
    }
    out += ']';
    return out;
}

std::string tools_of(json::Value functions) {
    std::string out = "[";
    for (const json::Value function : functions.elements()) {
        if (out.size() > 1) out += ',';
        json::ObjectWriter tool(out);
        tool.string("type", "function");
        tool.raw("function", function.raw());
        tool.close();
    }
    return out + "]";
}

std::string choice_of(json::Value function_call) {
    if (!function_call.is(json::Kind::object)) return std::string(function_call.raw());  // "auto" and "none" stayed
    std::string out;
    json::ObjectWriter choice(out);
    choice.string("type", "function");
    choice.raw("function", function_call.raw());
    choice.close();
    return out;
}

/// Moves the member `from` to `to` in today's form; it goes in any case.
bool move_member(json::Splice& splice, json::Value root, std::string_view from, std::string_view to, std::string (*rewrite)(json::Value)) {
    const json::Value value = root.find(from);
    if (!value) return false;
    splice.remove(from);
    if (!value.is_null() && root.find(to).is_missing()) splice.set(to, rewrite(value));
    return true;
}

}  // namespace

std::optional<std::string> rewrite_older_forms(const json::Document& document) {
    const json::Value root = document.root();
    json::Splice splice(document);
    const bool has_functions = move_member(splice, root, "functions", "tools", tools_of);
    const bool has_choice = move_member(splice, root, "function_call", "tool_choice", choice_of);
    const json::Value messages = root.find("messages");
    // The two kinds never meet: items stopped being written after functions had become tools.
    std::optional<std::string> rewritten = rewrite_legacy_items(messages);
    if (!rewritten) rewritten = rewrite_functions(messages);
    if (rewritten) splice.replace(messages, *std::move(rewritten));
    if (!has_functions && !has_choice && !rewritten) return std::nullopt;
    return splice.join();
}

}  // namespace parley::openai
