#include "openai/whole_tool_calls.hpp"

#include "json/write.hpp"
#include "openai/compact.hpp"

namespace parley::openai {
namespace {

bool is_filled_string(json::Value value) { return value.is(json::Kind::string) && !value.escaped().empty(); }

bool is_complete(json::Value call, json::Value function) {
    return is_filled_string(call.find("id")) && call.find("type").equals("function") && is_filled_string(function.find("arguments"));
}

void append_function(std::string& out, json::Value function) {
    json::ObjectWriter writer(out);
    writer.raw("name", function.find("name").raw());
    std::string arguments;
    append_arguments(arguments, function.find("arguments"));
    writer.raw("arguments", arguments.empty() ? R"("{}")" : '"' + arguments + '"');
    writer.close();
}

void append_mended(std::string& out, json::Value call, json::Value function, std::size_t position, std::string_view request_id) {
    json::ObjectWriter writer(out);
    if (is_filled_string(call.find("id"))) {
        writer.raw("id", call.find("id").raw());
    } else {
        writer.string("id", "call_" + std::string(request_id) + "_" + std::to_string(position));
    }
    writer.string("type", "function");
    append_function(writer.key("function"), function);
    for (const json::Member member : call.members()) {
        if (member.key.equals("id") || member.key.equals("type") || member.key.equals("function")) continue;
        writer.copy(member);
    }
    writer.close();
}

bool is_named(json::Value function) { return is_filled_string(function.find("name")); }

}  // namespace

std::size_t append_older_call(std::string& out, json::Value function_call, std::string_view request_id) {
    if (!is_named(function_call)) return 0;
    out += '[';
    append_mended(out, json::Value(), function_call, 0, request_id);
    out += ']';
    return 1;
}

void append_as_function_call(std::string& out, json::Value calls, json::Value function_call) {
    for (const json::Value call : calls.elements()) {
        if (const json::Value function = call.find("function"); is_named(function)) return append_function(out, function);
    }
    if (is_named(function_call)) append_function(out, function_call);
}

void append_arguments(std::string& out, json::Value arguments) {
    if (arguments.is_missing()) return;
    if (arguments.is(json::Kind::string)) {
        out += arguments.escaped();
        return;
    }
    std::string compact;
    append_compact(compact, arguments.raw());
    json::append_escaped(out, compact);
}

std::optional<std::size_t> append_tool_calls(std::string& out, json::Value calls, std::string_view request_id) {
    if (calls.is_missing()) return 0;
    if (!calls.is(json::Kind::array)) return std::nullopt;
    std::size_t count = 0;
    out += '[';
    for (const json::Value call : calls.elements()) {
        if (!call.is(json::Kind::object)) return std::nullopt;
        const json::Value function = call.find("function");
        const bool is_custom = call.find("custom").is(json::Kind::object);
        if (!is_custom && !is_named(function)) continue;
        if (count > 0) out += ',';
        if (is_custom || is_complete(call, function)) {
            out += call.raw();
        } else {
            append_mended(out, call, function, count, request_id);
        }
        ++count;
    }
    out += ']';
    return count;
}

}  // namespace parley::openai
