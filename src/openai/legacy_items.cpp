#include "openai/legacy_items.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "openai/message_check.hpp"
#include "openai/whole_tool_calls.hpp"

namespace parley::openai {
namespace {

json::Value call_id(json::Value item) {
    const json::Value id = item.find("tool_call_id");
    return !id.is(json::Kind::string) ? item.find("call_id") : id;  // call_id is the Responses API's word for it
}

bool is_call(json::Value message) { return is_legacy_item(message) && message.find("type").equals("function_call"); }

void append_text(std::string& out, json::Value value, std::string_view when_empty) {
    std::string text;
    append_arguments(text, value);
    out += '"';
    out += text.empty() ? when_empty : std::string_view(text);
    out += '"';
}

void append_call(std::string& out, json::Value item) {
    json::ObjectWriter call(out);
    call.raw("id", call_id(item).raw());
    call.string("type", "function");
    json::ObjectWriter function(call.key("function"));
    function.raw("name", item.find("name").raw());
    append_text(function.key("arguments"), item.find("arguments"), "{}");
    function.close();
    call.close();
}

void append_result(std::string& out, json::Value item) {
    json::ObjectWriter message(out);
    message.string("role", "tool");
    message.raw("tool_call_id", call_id(item).raw());
    append_text(message.key("content"), item.find("output"), "");
    message.close();
}

constexpr std::string_view calls_begin = R"({"role":"assistant","content":null,"tool_calls":[)";
constexpr std::string_view calls_end = "]}";

}  // namespace

std::optional<std::string> rewrite_legacy_items(json::Value messages) {
    const json::Value::Elements elements = messages.elements();
    if (std::none_of(elements.begin(), elements.end(), is_legacy_item)) return std::nullopt;

    std::string out = "[";
    bool within_calls = false;
    for (const json::Value message : elements) {
        const bool continues_calls = within_calls && is_call(message);
        if (within_calls && !continues_calls) out += calls_end;
        if (out.size() > 1) out += ',';
        within_calls = is_call(message);
        if (within_calls) {
            if (!continues_calls) out += calls_begin;
            append_call(out, message);
        } else if (is_legacy_item(message)) {
            append_result(out, message);
        } else {
            out += message.raw();
        }
    }
    if (within_calls) out += calls_end;
    out += ']';
    return out;
}

}  // namespace parley::openai
