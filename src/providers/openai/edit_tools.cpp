#include "providers/openai/edit_tools.hpp"

#include <algorithm>
#include <optional>

#include "providers/openai/moonshot_schema.hpp"

namespace parley::providers::openai_dialect {
namespace {

using catalog::ToolChoice;

struct Word {
    std::string_view word;
    ToolChoice choice;
};

constexpr Word words[] = {
    {"auto", ToolChoice::automatic}, {"none", ToolChoice::none}, {"required", ToolChoice::required}, {"any", ToolChoice::any}};

std::optional<ToolChoice> read_choice(json::Value choice) {
    for (const Word& known : words) {
        if (choice.equals(known.word)) return known.choice;
    }
    if (!choice.is(json::Kind::object)) return std::nullopt;  // a word that nobody knows yet is the upstream's to judge
    return choice.find("type").equals("allowed_tools") ? ToolChoice::allowed_tools : ToolChoice::named;
}

bool knows(const RequestEdit& edit, ToolChoice choice) {
    const auto& known = edit.rules.supports.tool_choice;
    return std::find(known.begin(), known.end(), choice) != known.end();
}

void drop_tools(RequestEdit& edit) {
    for (const RequestField field : {RequestField::tools, RequestField::tool_choice, RequestField::parallel_tool_calls}) edit.drop(field);
}

/// A call is wanted: by the strongest word that the host knows.
void demand_a_call(RequestEdit& edit) {
    const bool knows_required = knows(edit, ToolChoice::required);
    const bool knows_any = knows(edit, ToolChoice::any);
    const std::string_view word = knows_required ? "\"required\"" : knows_any ? "\"any\"" : "\"auto\"";
    edit.set(RequestField::tool_choice, "tool_choice", std::string(word));
}

void weaken_choice(RequestEdit& edit, json::Value value, ToolChoice choice) {
    switch (choice) {
        case ToolChoice::none: return drop_tools(edit);
        case ToolChoice::automatic: return edit.cut(RequestField::tool_choice);  // what every host does anyway
        case ToolChoice::required:
        case ToolChoice::any:
            if (!knows(edit, ToolChoice::required) && !knows(edit, ToolChoice::any)) edit.dropped.emplace_back("tool_choice");
            return demand_a_call(edit);
        case ToolChoice::named: edit.dropped.emplace_back("tool_choice"); return demand_a_call(edit);
        case ToolChoice::allowed_tools:
            edit.dropped.emplace_back("tool_choice");
            if (value.find("allowed_tools").find("mode").equals("required")) return demand_a_call(edit);
            return edit.cut(RequestField::tool_choice);
    }
}

/// OpenAI refuses a choice, or word on parallel calls, without tools; some hosts refuse an empty list of them.
void edit_without_tools(RequestEdit& edit) {
    edit.cut(RequestField::tools);
    edit.cut(RequestField::parallel_tool_calls);
    const std::optional<ToolChoice> choice = read_choice(edit.value(RequestField::tool_choice));
    if (choice == ToolChoice::automatic || choice == ToolChoice::none) edit.cut(RequestField::tool_choice);
}

void cut_cache_markers(RequestEdit& edit, json::Value tools) {
    for (const json::Value tool : tools.elements()) {
        edit.splice.remove_from(tool, "cache_control");
        edit.splice.remove_from(tool.find("function"), "cache_control");
    }
}

void bend_schemas(RequestEdit& edit, json::Value tools) {
    for (const json::Value tool : tools.elements()) {
        const json::Value parameters = tool.find("function").find("parameters");
        if (parameters.is_missing()) continue;
        if (auto bent = bend_for_moonshot(parameters)) edit.splice.replace(parameters, *std::move(bent));
    }
}

}  // namespace

void edit_tools(RequestEdit& edit) {
    const json::Value tools = edit.value(RequestField::tools);
    if (tools.size() == 0) return edit_without_tools(edit);
    const json::Value choice = edit.value(RequestField::tool_choice);
    const std::optional<ToolChoice> known = choice ? read_choice(choice) : std::nullopt;
    if (known && !knows(edit, *known)) weaken_choice(edit, choice, *known);
    if (!edit.rules.cache_control) cut_cache_markers(edit, edit.value(RequestField::tools));
    if (edit.rules.moonshot_schemas) bend_schemas(edit, edit.value(RequestField::tools));
}

}  // namespace parley::providers::openai_dialect
