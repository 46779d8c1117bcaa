#include "providers/bedrock/write_tools.hpp"

#include <string>

#include "providers/claude/prompt.hpp"
#include "providers/claude/write_schema.hpp"
#include "providers/shown_tools.hpp"
#include "providers/tool_parameters.hpp"

namespace parley::providers::bedrock {
namespace {

using Choice = claude::Settings::Choice;

/// Entries of `tools`: specifications, and cache points behind them.
class ToolList {
  public:
    ToolList(std::string& out, GatherBody& body) : out_(out), body_(body) {}

    /// A tool of the caller's. A description must not be empty: then the name stands for it.
    void add(json::Value tool, bool knows_strict) {
        const json::Value function = function_of(tool);
        const json::Value description = function.find("description");
        const bool is_described = description.is(json::Kind::string) && !is_blank(description.escaped());
        json::ObjectWriter specification = begin(function.find("name").raw());
        body_.add(specification.key("description"), is_described ? description.raw() : function.find("name").raw());
        const json::Value parameters = function.find("parameters");
        const bool is_strict = knows_strict && function.find("strict").boolean() == true && parameters.size() > 0;
        json::ObjectWriter schema(specification.key("inputSchema"));
        std::string& here = schema.key("json");
        if (custom_of(tool).is(json::Kind::object)) {
            here += one_text_parameters;
        } else if (is_strict) {
            claude::append_schema(here, parameters);
        } else {
            write_parameters(here, body_, parameters);
        }
        schema.close();
        if (is_strict) specification.boolean("strict", true);
        end(specification);
    }

    /// A tool that is known by its calls alone.
    void add_past(json::Value name) {
        json::ObjectWriter specification = begin(name.raw());
        specification.raw("description", name.raw());
        specification.raw("inputSchema", R"({"json":{"type":"object","properties":{}}})");
        end(specification);
    }

    void add_form(json::Value schema) {
        std::string name;
        json::append_string(name, claude::form_tool);
        json::ObjectWriter specification = begin(name);
        specification.string("description", "Gives the answer in the form that was asked for.");
        json::ObjectWriter input(specification.key("inputSchema"));
        write_parameters(input.key("json"), body_, schema);
        input.close();
        end(specification);
    }

    void add_cache_point(claude::CacheTtl ttl, bool knows_hours) {
        if (ttl == claude::CacheTtl::none) return;
        const bool is_long = ttl == claude::CacheTtl::hour && knows_hours;
        next() += is_long ? R"({"cachePoint":{"type":"default","ttl":"1h"}})" : R"({"cachePoint":{"type":"default"}})";
    }

  private:
    std::string& next() {
        if (any_) out_ += ',';
        any_ = true;
        return out_;
    }
    json::ObjectWriter begin(std::string_view name) {
        next() += R"({"toolSpec":)";
        json::ObjectWriter specification(out_);
        specification.raw("name", name);
        return specification;
    }
    void end(json::ObjectWriter& specification) {
        specification.close();
        out_ += '}';
    }

    std::string& out_;
    GatherBody& body_;
    bool any_ = false;
};

void write_choice(json::ObjectWriter& config, const claude::Settings& settings) {
    switch (settings.choice) {
        case Choice::unsaid:
        case Choice::none: return;
        case Choice::automatic: return config.raw("toolChoice", R"({"auto":{}})");
        case Choice::any: return config.raw("toolChoice", R"({"any":{}})");
        case Choice::named: {
            json::ObjectWriter choice(config.key("toolChoice"));
            json::ObjectWriter tool(choice.key("tool"));
            if (settings.named) {
                tool.raw("name", settings.named.raw());
            } else {
                tool.string("name", claude::form_tool);
            }
            tool.close();
            return choice.close();
        }
    }
}

}  // namespace

bool chooses_in_model_fields(const claude::Settings& settings, const catalog::DialectRules& rules) {
    const bool is_claude = rules.bedrock.fields == catalog::BedrockFields::claude;
    return is_claude && settings.one_call_only && settings.choice != Choice::none;
}

void write_tools(json::ObjectWriter& writer, GatherBody& body, const std::vector<json::Value>& tools, const claude::CacheMarkers& markers,
                 const claude::Settings& settings, const Conversation& conversation, const catalog::DialectRules& rules) {
    const bool has_form = settings.form == claude::Settings::Form::tool;
    const bool has_past = !conversation.calls.empty();
    const bool shows_tools = !tools.empty() && (settings.choice != Choice::none || has_past);
    if (!shows_tools && !has_form && !has_past) return;
    json::ObjectWriter config(writer.key("toolConfig"));
    std::string& out = config.key("tools") += '[';
    ToolList list(out, body);
    for (std::size_t at = 0; shows_tools && at < tools.size(); ++at) {
        list.add(tools[at], settings.knows_schemas);
        list.add_cache_point(markers.tool(at), rules.bedrock.long_cache);
    }
    if (tools.empty()) {
        for (const json::Value name : claude::past_tool_names(conversation)) list.add_past(name);
    }
    if (has_form) list.add_form(settings.schema);
    out += ']';
    if (!chooses_in_model_fields(settings, rules)) write_choice(config, settings);
    config.close();
}

}  // namespace parley::providers::bedrock
