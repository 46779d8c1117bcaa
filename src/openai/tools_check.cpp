#include "openai/tools_check.hpp"

#include <string>
#include <string_view>

namespace parley::openai {
namespace {

/// Where a problem is. Written only when there is one.
struct Place {
    std::string_view list;
    std::size_t position;

    std::string with(std::string_view rest) const { return std::string(list) + "[" + std::to_string(position) + "]" + std::string(rest); }
};

/// `path` leads from the list's entry to the function.
void check_function(json::Value function, Place place, const std::string& path, Problems& problems) {
    const json::Value name = function.find("name");
    const json::Value description = function.find("description");
    const json::Value parameters = function.find("parameters");
    const json::Value strict = function.find("strict");
    if (!name.is(json::Kind::string) || name.escaped().empty()) problems.add(place.with(path + ".name is required"));
    if (!description.is_missing() && !description.is(json::Kind::string)) {
        problems.add(place.with(path + ".description must be a string"));
    }
    if (!parameters.is_missing() && !parameters.is(json::Kind::object)) {
        problems.add(place.with(path + ".parameters must be an object"));
    }
    if (!strict.is_missing() && !strict.boolean()) problems.add(place.with(path + ".strict must be a boolean"));
}

/// Of a `custom` tool only OpenAI knows what is right, beyond its name.
void check_custom(json::Value custom, Place place, Problems& problems) {
    if (!custom.is(json::Kind::object)) return problems.add(place.with(".custom must be an object"));
    const json::Value name = custom.find("name");
    if (!name.is(json::Kind::string) || name.escaped().empty()) problems.add(place.with(".custom.name is required"));
}

void check_tool(json::Value tool, Place place, Problems& problems) {
    if (!tool.is(json::Kind::object)) return problems.add(place.with(" must be an object"));
    const json::Value type = tool.find("type");
    if (type.equals("custom")) return check_custom(tool.find("custom"), place, problems);
    if (!type.equals("function")) return problems.add(place.with(".type must be function"));
    const json::Value function = tool.find("function");
    if (!function.is(json::Kind::object)) return problems.add(place.with(".function must be an object"));
    check_function(function, place, ".function", problems);
}

void check_older_function(json::Value function, Place place, Problems& problems) {
    if (!function.is(json::Kind::object)) return problems.add(place.with(" must be an object"));
    check_function(function, place, "", problems);
}

void check_list(json::Value list, std::string_view name, void (*check)(json::Value, Place, Problems&), Problems& problems) {
    if (list.is_missing()) return;
    if (!list.is(json::Kind::array)) return problems.add(std::string(name) + " must be an array");
    if (list.size() > tools_max) {
        return problems.add(std::string(name) + " must hold at most " + std::to_string(tools_max) + " entries");
    }
    Place place{name, 0};
    for (const json::Value entry : list.elements()) {
        check(entry, place, problems);
        ++place.position;
    }
}

/// `kind` of tool: function or custom. The older functions are one of the first kind.
bool is_among(json::Value name, std::string_view kind, const RequestMembers& members) {
    const std::string wanted = name.string();
    for (const json::Value tool : members.tools.elements()) {
        if (tool.find(kind).find("name").equals(wanted)) return true;
    }
    if (kind != "function") return false;
    for (const json::Value function : members.functions.elements()) {
        if (function.find("name").equals(wanted)) return true;
    }
    return false;
}

void check_named(json::Value name, std::string_view field, std::string_view kind, const RequestMembers& members, Problems& problems) {
    if (!name.is(json::Kind::string)) return problems.add(std::string(field) + ".name is required");
    if (is_among(name, kind, members)) return;
    problems.add(std::string(field) + " names a " + (kind == "custom" ? "custom tool" : "function") + " that is not among the tools");
}

/// OpenAI's `allowed_tools` is a list of choices, which only OpenAI reads.
void check_choice_object(json::Value choice, const RequestMembers& members, Problems& problems) {
    const json::Value type = choice.find("type");
    if (type.equals("function")) {
        check_named(choice.find("function").find("name"), "tool_choice.function", "function", members, problems);
    } else if (type.equals("custom")) {
        check_named(choice.find("custom").find("name"), "tool_choice.custom", "custom", members, problems);
    } else if (!type.equals("allowed_tools")) {
        problems.add("tool_choice.type must be function, custom or allowed_tools");
    }
}

void check_choice(const RequestMembers& members, Problems& problems) {
    const json::Value choice = members.tool_choice;
    if (choice.is_missing()) return;
    if (choice.is(json::Kind::string)) {
        const bool is_known = choice.equals("none") || choice.equals("auto") || choice.equals("required");
        if (!is_known) problems.add("tool_choice must be none, auto, required or a function");
        const bool has_tools = members.tools.size() > 0 || members.functions.size() > 0;
        if (choice.equals("required") && !has_tools) problems.add("tool_choice is required, and there are no tools");
    } else if (!choice.is(json::Kind::object)) {
        problems.add("tool_choice must be a string or an object");
    } else {
        check_choice_object(choice, members, problems);
    }
}

void check_older_choice(const RequestMembers& members, Problems& problems) {
    const json::Value choice = members.function_call;
    if (choice.is_missing() || choice.equals("none") || choice.equals("auto")) return;
    if (!choice.is(json::Kind::object)) return problems.add("function_call must be none, auto or an object");
    check_named(choice.find("name"), "function_call", "function", members, problems);
}

}  // namespace

void check_tools(const RequestMembers& members, Problems& problems) {
    check_list(members.tools, "tools", check_tool, problems);
    check_choice(members, problems);
    check_list(members.functions, "functions", check_older_function, problems);
    check_older_choice(members, problems);
}

}  // namespace parley::openai
