#include "providers/anthropic/write_tools.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "providers/anthropic/write_schema.hpp"

namespace parley::providers::anthropic {
namespace {

constexpr std::string_view no_parameters = R"({"type":"object","properties":{}})";
constexpr std::string_view one_text = R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";

json::Value custom_of(json::Value tool) { return tool.find("type").equals("custom") ? tool.find("custom") : json::Value(); }

json::Value function_of(json::Value tool) {
    return custom_of(tool).is(json::Kind::object) ? custom_of(tool) : tool.find("function");
}

/// The names that `allowed_tools` lists; empty when the choice says no such thing.
std::unordered_set<std::string> allowed_names(json::Value choice) {
    std::unordered_set<std::string> names;
    if (!choice.find("type").equals("allowed_tools")) return names;
    for (const json::Value tool : choice.find("allowed_tools").find("tools").elements()) {
        names.insert(function_of(tool).find("name").string());
    }
    return names;
}

/// Every root must be an object; callers who have no parameters often say nothing of a type.
void write_parameters(std::string& here, GatherBody& body, json::Value parameters) {
    if (parameters.size() == 0) {
        here += no_parameters;
    } else if (parameters.find("type")) {
        body.add(here, parameters.raw());
    } else {
        here += R"({"type":"object",)";
        body.add(here, parameters.raw().substr(1));
    }
}

class ToolList {
  public:
    ToolList(std::string& out, GatherBody& body) : out_(out), body_(body) {}

    /// A tool of the caller's.
    void add(json::Value tool, CacheTtl marker, bool knows_strict) {
        const json::Value function = function_of(tool);
        json::ObjectWriter writer = begin();
        writer.raw("name", function.find("name").raw());
        if (const json::Value description = function.find("description"); description.is(json::Kind::string)) {
            body_.add(writer.key("description"), description.raw());
        }
        const bool is_strict = knows_strict && function.find("strict").boolean() == true;
        std::string& schema = writer.key("input_schema");
        if (custom_of(tool).is(json::Kind::object)) {
            schema += one_text;
        } else if (is_strict && function.find("parameters").size() > 0) {
            append_schema(schema, function.find("parameters"));
            writer.boolean("strict", true);
        } else {
            write_parameters(schema, body_, function.find("parameters"));
        }
        if (marker != CacheTtl::none) writer.raw("cache_control", marker_json(marker));
        writer.close();
    }

    /// A tool that is known by its calls alone.
    void add_past(json::Value name) {
        json::ObjectWriter writer = begin();
        writer.raw("name", name.raw());
        writer.raw("input_schema", no_parameters);
        writer.close();
    }

    void add_form(json::Value schema) {
        json::ObjectWriter writer = begin();
        writer.string("name", form_tool);
        writer.string("description", "Gives the answer in the form that was asked for.");
        write_parameters(writer.key("input_schema"), body_, schema);
        writer.close();
    }

  private:
    json::ObjectWriter begin() {
        if (any_) out_ += ',';
        any_ = true;
        return json::ObjectWriter(out_);
    }

    std::string& out_;
    GatherBody& body_;
    bool any_ = false;
};

void write_past_tools(ToolList& list, const std::vector<PastCall>& calls) {
    std::unordered_set<std::string> names;
    for (const PastCall& call : calls) {
        if (names.insert(call.name.string()).second) list.add_past(call.name);
    }
}

void write_choice(json::ObjectWriter& writer, const Settings& settings) {
    using Choice = Settings::Choice;
    const bool limits_calls = settings.one_call_only && settings.choice != Choice::none;
    if (settings.choice == Choice::unsaid && !limits_calls) return;
    json::ObjectWriter choice(writer.key("tool_choice"));
    switch (settings.choice) {
        case Choice::unsaid:
        case Choice::automatic:
            choice.string("type", "auto");
            break;
        case Choice::any:
            choice.string("type", "any");
            break;
        case Choice::none:
            choice.string("type", "none");
            break;
        case Choice::named:
            choice.string("type", "tool");
            if (settings.named) {
                choice.raw("name", settings.named.raw());
            } else {
                choice.string("name", form_tool);
            }
            break;
    }
    if (limits_calls) choice.boolean("disable_parallel_tool_use", true);
    choice.close();
}

}  // namespace

std::vector<json::Value> shown_tools(const openai::ChatRequest& request) {
    std::vector<json::Value> tools;
    std::unordered_set<std::string> names;
    for (const json::Value tool : request.tools.elements()) {
        if (names.insert(function_of(tool).find("name").string()).second) tools.push_back(tool);
    }
    const std::unordered_set<std::string> allowed = allowed_names(request.tool_choice);
    const bool all_known =
        std::all_of(allowed.begin(), allowed.end(), [&](const std::string& name) { return names.contains(name); });
    if (allowed.empty() || !all_known) return tools;
    std::erase_if(tools, [&](json::Value tool) { return !allowed.contains(function_of(tool).find("name").string()); });
    return tools;
}

void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const CacheMarkers& markers,
                 const Settings& settings, const Conversation& conversation) {
    const bool has_form = settings.form == Settings::Form::tool;
    if (tools.empty() && !has_form && conversation.calls.empty()) return;
    std::string& out = writer.key("tools") += '[';
    ToolList list(out, body);
    // Whoever knows schemas for answers knows them for calls.
    const bool knows_strict = settings.knows_schemas;
    for (std::size_t at = 0; at < tools.size(); ++at) list.add(tools[at], markers.tool(at), knows_strict);
    if (tools.empty()) write_past_tools(list, conversation.calls);
    if (has_form) list.add_form(settings.schema);
    out += ']';
    write_choice(writer, settings);
}

}  // namespace parley::providers::anthropic
