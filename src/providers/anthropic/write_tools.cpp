#include "providers/anthropic/write_tools.hpp"

#include <string>

#include "providers/claude/prompt.hpp"
#include "providers/claude/write_schema.hpp"
#include "providers/tool_parameters.hpp"

namespace parley::providers::anthropic {
namespace {

class ToolList {
  public:
    ToolList(std::string& out, GatherBody& body) : out_(out), body_(body) {}

    /// A tool of the caller's.
    void add(json::Value tool, claude::CacheTtl marker, bool knows_strict) {
        const json::Value function = function_of(tool);
        json::ObjectWriter writer = begin();
        writer.raw("name", function.find("name").raw());
        if (const json::Value description = function.find("description"); description.is(json::Kind::string)) {
            body_.add(writer.key("description"), description.raw());
        }
        const bool is_strict = knows_strict && function.find("strict").boolean() == true;
        std::string& schema = writer.key("input_schema");
        if (custom_of(tool).is(json::Kind::object)) {
            schema += one_text_parameters;
        } else if (is_strict && function.find("parameters").size() > 0) {
            claude::append_schema(schema, function.find("parameters"));
            writer.boolean("strict", true);
        } else {
            write_parameters(schema, body_, function.find("parameters"));
        }
        if (marker != claude::CacheTtl::none) writer.raw("cache_control", claude::marker_json(marker));
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
        writer.string("name", claude::form_tool);
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

void write_choice(json::ObjectWriter& writer, const claude::Settings& settings) {
    using Choice = claude::Settings::Choice;
    const bool limits_calls = settings.one_call_only && settings.choice != Choice::none;
    if (settings.choice == Choice::unsaid && !limits_calls) return;
    json::ObjectWriter choice(writer.key("tool_choice"));
    switch (settings.choice) {
        case Choice::unsaid:
        case Choice::automatic: choice.string("type", "auto"); break;
        case Choice::any: choice.string("type", "any"); break;
        case Choice::none: choice.string("type", "none"); break;
        case Choice::named:
            choice.string("type", "tool");
            if (settings.named) {
                choice.raw("name", settings.named.raw());
            } else {
                choice.string("name", claude::form_tool);
            }
            break;
    }
    if (limits_calls) choice.boolean("disable_parallel_tool_use", true);
    choice.close();
}

}  // namespace

void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const claude::CacheMarkers& markers,
                 const claude::Settings& settings, const Conversation& conversation) {
    const bool has_form = settings.form == claude::Settings::Form::tool;
    if (tools.empty() && !has_form && conversation.calls.empty()) return;
    std::string& out = writer.key("tools") += '[';
    ToolList list(out, body);
    // Whoever knows schemas for answers knows them for calls.
    const bool knows_strict = settings.knows_schemas;
    for (std::size_t at = 0; at < tools.size(); ++at) list.add(tools[at], markers.tool(at), knows_strict);
    if (tools.empty()) {
        for (const json::Value name : claude::past_tool_names(conversation)) list.add_past(name);
    }
    if (has_form) list.add_form(settings.schema);
    out += ']';
    write_choice(writer, settings);
}

}  // namespace parley::providers::anthropic
